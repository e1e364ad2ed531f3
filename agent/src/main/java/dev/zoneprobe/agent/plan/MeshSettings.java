// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.plan;

import dev.zoneprobe.agent.target.Target;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Label;
import dev.zoneprobe.measure.Protocol;
import dev.zoneprobe.settings.Section;
import java.time.Duration;
import java.util.List;

/// How the peers of the plan are probed.
///
/// @param protocols empty: peers are not probed
public record MeshSettings(
    Target.Timing timing, List<Protocol> protocols, List<Connection> connections) {
  private static final List<Protocol> PROTOCOLS =
      List.of(Protocol.TCP, Protocol.HTTP, Protocol.GRPC);
  private static final Target.Timing EVERY_SECOND =
      new Target.Timing(Duration.ofSeconds(1), Duration.ofSeconds(1));

  /// Reads the section `mesh`.
  public static MeshSettings read(Section section) {
    return new MeshSettings(
        Target.Timing.read(section, EVERY_SECOND),
        section.each("protocols", "tcp, http, grpc", text -> Label.of(PROTOCOLS, text)),
        section.each("connections", "new, reused", Connection::of));
  }
}
