// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.deploy.rule;

import java.util.List;
import java.util.stream.Stream;

/// Every rule that overlays are held to.
public final class Rules {
  private Rules() {}

  /// All of them, in the order in which they are best read.
  public static List<Rule> all() {
    return Stream.of(
            Objects.rules(),
            PodSecurity.rules(),
            Containers.rules(),
            Workloads.rules(),
            Network.rules(),
            Access.rules(),
            Programs.rules(),
            Trust.rules())
        .flatMap(rules -> rules)
        .toList();
  }
}
