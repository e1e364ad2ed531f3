// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.ingest.trust;

import dev.zoneprobe.collector.trust.jwt.PublishedKeys;
import dev.zoneprobe.collector.trust.jwt.TokenTerms;
import java.nio.file.Path;

/// How agents prove on which node they are. The text form completes "agents prove their node".
public sealed interface AgentTrust {
  /// They need not: whoever reaches the port is believed.
  record Nothing() implements AgentTrust {
    @Override
    public String toString() {
      return "no authentication";
    }
  }

  /// By a client certificate that names it.
  record Certificates() implements AgentTrust {
    @Override
    public String toString() {
      return "node by client certificate";
    }
  }

  /// By a token of a file.
  record Tokens(Path file) implements AgentTrust {
    @Override
    public String toString() {
      return "node by token of " + file;
    }
  }

  /// By a token that Kubernetes issued to their service account.
  record ServiceAccounts(TokenTerms terms, PublishedKeys keys) implements AgentTrust {
    @Override
    public String toString() {
      return "node by token of service account " + terms.account() + ", keys from " + keys;
    }
  }
}
