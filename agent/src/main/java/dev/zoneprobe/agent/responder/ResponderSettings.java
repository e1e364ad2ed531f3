// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.responder;

import dev.zoneprobe.settings.Range;
import dev.zoneprobe.settings.Section;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

/// Where the responder listens, and for how long after it was told to stop. Port 0 lets the system
/// choose one.
///
/// @param drain how long its ports stay open at least from then on; see [Responder#awaitDrained()]
public record ResponderSettings(
    InetAddress address, int httpPort, int grpcPort, int tcpPort, Duration drain) {
  private static final Range<Duration> DRAIN = new Range<>(Duration.ZERO, Duration.ofSeconds(15));

  /// Reads the section `responder` of an agent's settings.
  public static ResponderSettings read(Section section) {
    return new ResponderSettings(
        section.address("address", "0.0.0.0"),
        section.integer("http", 8780, Range.PORT),
        section.integer("grpc", 8781, Range.PORT),
        section.integer("tcp", 8782, Range.PORT),
        section.duration("drain", Duration.ZERO, DRAIN));
  }

  InetSocketAddress http() {
    return new InetSocketAddress(address, httpPort);
  }

  InetSocketAddress grpc() {
    return new InetSocketAddress(address, grpcPort);
  }

  InetSocketAddress tcp() {
    return new InetSocketAddress(address, tcpPort);
  }

  /// What is open to whom, for a person.
  public String terms() {
    return "peers: %s ports %d, %d and %d without TLS, open to everybody as they are meant to be"
        .formatted(address.getHostAddress(), httpPort, grpcPort, tcpPort);
  }
}
