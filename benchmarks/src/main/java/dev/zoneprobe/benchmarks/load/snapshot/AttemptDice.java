// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.benchmarks.load.snapshot;

import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.Protocol;
import dev.zoneprobe.measure.SourceState;
import dev.zoneprobe.measure.trace.Addresses;
import dev.zoneprobe.measure.trace.Retransmits;
import dev.zoneprobe.measure.trace.Trace;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Makes up attempts that succeeded, with durations as a network between zones has them: a floor
/// that depends on the destination, and a long tail to the right.
final class AttemptDice {
  private static final double KERNEL_SHARE = 0.8;
  private static final double LATE_NANOS = 80e3;

  private final RandomGenerator random;

  AttemptDice(RandomGenerator random) {
    this.random = random;
  }

  /// An attempt that began at `begun`.
  Attempt next(Probing probing, Instant begun) {
    return probing.isOfPeer()
        ? on("ip-10-%d-0-%d".formatted(random.nextInt(256), random.nextInt(256)), probing, begun)
        : next(probing, begun, Optional.empty());
  }

  /// An attempt on the peer of `node` that began at `begun`.
  Attempt on(String node, Probing probing, Instant begun) {
    return next(probing, begun, Optional.of(node));
  }

  private Attempt next(Probing probing, Instant begun, Optional<String> node) {
    return new Attempt(
        random.nextLong(),
        probing.subject(),
        new Attempt.Circumstances(begun, probing.connection(), SourceState.CALM, node),
        new Outcome.Success(),
        phases(probing),
        trace(probing.subject().protocol()));
  }

  private Map<Phase, Long> phases(Probing probing) {
    double roundTrip =
        200e3 + 1e6 * Math.floorMod(probing.subject().destinationZone().hashCode(), 5);
    Map<Phase, Long> nanos = new EnumMap<>(Phase.class);
    long total = 0;
    for (Phase phase : probing.phases()) {
      if (phase.compareTo(Phase.TRANSFER) <= 0) {
        long part = (long) (roundTrip * share(phase) * (1 + 0.3 * tail()));
        nanos.put(phase, part);
        total += part;
      }
    }
    total += (long) (50e3 * (1 + tail()));
    long late = (long) (LATE_NANOS * (1 + tail()));
    nanos.put(Phase.TOTAL, total);
    nanos.put(Phase.LATE, late);
    nanos.put(Phase.RESPONSE, late + total);
    nanos.put(Phase.KERNEL_RTT, (long) (KERNEL_SHARE * roundTrip * (1 + 0.2 * tail())));
    return nanos;
  }

  /// Exponential, of mean 1.
  private double tail() {
    return random.nextExponential();
  }

  private static double share(Phase phase) {
    return switch (phase) {
      case DNS_LOOKUP -> 0.7;
      case TLS_HANDSHAKE -> 2;
      case TRANSFER -> 0.1;
      case TCP_CONNECT, HTTP2_SETUP, ROUND_TRIP, TOTAL, LATE, RESPONSE, KERNEL_RTT -> 1;
    };
  }

  private Trace trace(Protocol protocol) {
    return new Trace(
        Optional.empty(),
        Optional.of(new Addresses(Optional.of(address(32_768)), address(8_780))),
        Retransmits.NONE,
        Optional.empty(),
        switch (protocol) {
          case HTTP -> Optional.of("HTTP status 200");
          case GRPC -> Optional.of("health SERVING");
          case DNS, TCP -> Optional.empty();
        });
  }

  private InetSocketAddress address(int port) {
    byte[] ip = {10, (byte) random.nextInt(), (byte) random.nextInt(), (byte) random.nextInt()};
    try {
      return new InetSocketAddress(InetAddress.getByAddress(ip), port);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }
}
