// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.config;

import dev.zoneprobe.collector.plan.PlanSettings;
import dev.zoneprobe.collector.topology.Topology;
import dev.zoneprobe.collector.topology.kubernetes.KubernetesSettings;
import dev.zoneprobe.settings.Section;
import java.nio.file.Path;
import java.util.Optional;

/// Who there is, and how many of them are probed. Immutable.
///
/// @param first known at the start: what the settings or the file say
/// @param file followed for changes, if there is one
/// @param kubernetes what tells it instead, if anything does
public record TopologySettings(
    Topology first,
    Optional<Path> file,
    Optional<KubernetesSettings> kubernetes,
    PlanSettings plan) {
  private static final String PEERS = "peers";
  private static final String FILE = "file";
  private static final String KUBERNETES = "kubernetes";

  private record Followed(Path path, Topology topology) {
    static Followed read(Path path) {
      return new Followed(path, TopologyFile.read(path));
    }

    static Followed unread(Path path) {
      return new Followed(path, Topology.NOTHING);
    }
  }

  /// Reads `peers` and the sections `topology` and `plan`; of the three sources there may be one.
  static TopologySettings read(Section top) {
    Section section = top.section("topology");
    Optional<Followed> followed = section.file(FILE, Followed::read, Followed::unread);
    boolean asksKubernetes = section.has(KUBERNETES);
    if (asksKubernetes && top.has(PEERS)) {
      top.mistake(PEERS, "Kubernetes tells them already (topology.kubernetes)");
    }
    if (asksKubernetes && section.has(FILE)) {
      section.mistake(FILE, "Kubernetes tells it already (topology.kubernetes)");
    }
    if (section.has(FILE) && top.has(PEERS)) {
      top.mistake(PEERS, "a file tells them already (topology.file)");
    }
    Topology written = new Topology(PeerList.read(top, PEERS, (_, _) -> {}));
    return new TopologySettings(
        followed.map(Followed::topology).orElse(written),
        followed.map(Followed::path),
        asksKubernetes
            ? Optional.of(KubernetesSettings.read(section.section(KUBERNETES)))
            : Optional.empty(),
        PlanSettings.read(top.section("plan")));
  }
}
