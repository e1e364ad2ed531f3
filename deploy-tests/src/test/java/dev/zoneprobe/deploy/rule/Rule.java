// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.deploy.rule;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zoneprobe.deploy.manifest.Manifest;
import dev.zoneprobe.deploy.manifest.Overlay;
import dev.zoneprobe.deploy.manifest.Workload;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Something that has to hold.
///
/// @param name says what is wrong if it does not
/// @param check finds each place where it does not, for a person to read
public record Rule(String name, Function<Overlay, Stream<String>> check) {
  /// Each place of an overlay where it does not hold.
  public List<String> findings(Overlay overlay) {
    return check.apply(overlay).toList();
  }

  static Rule ofManifests(String name, Predicate<Manifest> broken) {
    return new Rule(name, overlay -> overlay.manifests().stream().filter(broken).map(Manifest::id));
  }

  static Rule ofWorkloads(String name, Predicate<Workload> broken) {
    return new Rule(name, overlay -> overlay.workloads().filter(broken).map(Workload::id));
  }

  static Rule ofContainers(String name, Predicate<JsonNode> broken) {
    return new Rule(
        name,
        overlay ->
            overlay
                .workloads()
                .filter(workload -> workload.containers().stream().anyMatch(broken))
                .map(Workload::id));
  }

  @Override
  public String toString() {
    return name;
  }
}
