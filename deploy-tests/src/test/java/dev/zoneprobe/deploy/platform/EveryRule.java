// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.deploy.platform;

import dev.zoneprobe.deploy.manifest.Overlay;
import dev.zoneprobe.deploy.rule.Rule;
import dev.zoneprobe.deploy.rule.Rules;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Everything that overlays are held to: the rules of all clusters, and those of some.
public final class EveryRule {
  private EveryRule() {}

  /// All of them.
  public static List<Rule> all() {
    return Stream.of(Rules.all().stream(), Nodes.rules(), Egress.rules(), OpenShift.rules())
        .flatMap(rules -> rules)
        .toList();
  }

  /// Names of those that an overlay breaks, each with its places.
  public static Map<String, List<String>> brokenBy(Overlay overlay) {
    Map<String, List<String>> broken = new TreeMap<>();
    for (Rule rule : all()) {
      List<String> findings = rule.findings(overlay);
      if (!findings.isEmpty()) {
        broken.put(rule.name(), findings);
      }
    }
    return broken;
  }
}
