// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.benchmarks.load.snapshot;

import static dev.zoneprobe.measure.Connection.NEW;
import static dev.zoneprobe.measure.Connection.REUSED;
import static dev.zoneprobe.measure.Phase.DNS_LOOKUP;
import static dev.zoneprobe.measure.Phase.HTTP2_SETUP;
import static dev.zoneprobe.measure.Phase.KERNEL_RTT;
import static dev.zoneprobe.measure.Phase.LATE;
import static dev.zoneprobe.measure.Phase.RESPONSE;
import static dev.zoneprobe.measure.Phase.ROUND_TRIP;
import static dev.zoneprobe.measure.Phase.TCP_CONNECT;
import static dev.zoneprobe.measure.Phase.TLS_HANDSHAKE;
import static dev.zoneprobe.measure.Phase.TOTAL;
import static dev.zoneprobe.measure.Phase.TRANSFER;
import static dev.zoneprobe.measure.Protocol.GRPC;
import static dev.zoneprobe.measure.Protocol.HTTP;
import static dev.zoneprobe.measure.Protocol.TCP;

import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.Protocol;
import dev.zoneprobe.measure.Subject;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// One kind of attempt that an agent makes again and again, with the phases that such an attempt
/// has: one series for each of them.
record Probing(Subject subject, Connection connection, Set<Phase> phases) {
  private record Shape(Protocol protocol, Connection connection, Set<Phase> phases) {
    Shape(Protocol protocol, Connection connection, Phase... special) {
      this(protocol, connection, EnumSet.of(TOTAL, LATE, RESPONSE, KERNEL_RTT));
      phases.addAll(List.of(special));
    }

    Probing of(String zone, String target) {
      return new Probing(
          new Subject(zone, target, protocol, Subject.Owner.NONE), connection, phases);
    }
  }

  private static final List<Shape> PEER =
      List.of(
          new Shape(TCP, NEW, TCP_CONNECT),
          new Shape(HTTP, NEW, TCP_CONNECT, ROUND_TRIP, TRANSFER),
          new Shape(HTTP, REUSED, ROUND_TRIP, TRANSFER),
          new Shape(GRPC, NEW, TCP_CONNECT, HTTP2_SETUP, ROUND_TRIP, TRANSFER),
          new Shape(GRPC, REUSED, ROUND_TRIP, TRANSFER));

  private static final List<Shape> HTTPS_TARGET =
      List.of(
          new Shape(HTTP, NEW, DNS_LOOKUP, TCP_CONNECT, TLS_HANDSHAKE, ROUND_TRIP, TRANSFER),
          new Shape(HTTP, REUSED, ROUND_TRIP, TRANSFER));

  /// How peers in each of `zones` are probed, every zone's first way before any zone's second.
  static Stream<Probing> ofPeers(List<String> zones) {
    return PEER.stream().flatMap(shape -> zones.stream().map(z -> shape.of(z, Subject.PEER)));
  }

  /// How a named endpoint outside the cluster is probed, over TLS.
  static Stream<Probing> ofTarget(String name) {
    return HTTPS_TARGET.stream().map(shape -> shape.of("external", name));
  }

  boolean isOfPeer() {
    return subject.target().equals(Subject.PEER);
  }
}
