// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.page.attempt;

import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Failure;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.Protocol;
import dev.zoneprobe.measure.SourceState;
import dev.zoneprobe.measure.Subject;
import dev.zoneprobe.measure.interval.Counts;
import dev.zoneprobe.measure.interval.LatencyHistogram;
import dev.zoneprobe.measure.interval.Slice;
import dev.zoneprobe.measure.interval.SubjectInterval;
import dev.zoneprobe.measure.trace.Addresses;
import dev.zoneprobe.measure.trace.Lookup;
import dev.zoneprobe.measure.trace.Retransmits;
import dev.zoneprobe.measure.trace.Trace;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A failed attempt of which everything is known that an agent can know.
final class Told {
  private static final long MILLI = 1_000_000;

  private Told() {}

  static Attempt attempt(Instant begun) {
    Map<Phase, Long> phases = new HashMap<>();
    phases.put(Phase.LATE, 4 * MILLI);
    phases.put(Phase.DNS_LOOKUP, 12 * MILLI);
    phases.put(Phase.TCP_CONNECT, 3 * MILLI);
    phases.put(Phase.TLS_HANDSHAKE, 21 * MILLI);
    phases.put(Phase.ROUND_TRIP, 250 * MILLI);
    phases.put(Phase.KERNEL_RTT, 3 * MILLI / 2);
    phases.put(Phase.TOTAL, 300 * MILLI);
    phases.put(Phase.RESPONSE, 304 * MILLI);
    return new Attempt(
        0x0123_4567_89ab_cdefL,
        new Subject("zone-b", "checkout", Protocol.HTTP, Subject.Owner.NONE),
        new Attempt.Circumstances(begun, Connection.NEW, SourceState.BUSY, Optional.of("node-b")),
        new Outcome.Failed(Failure.HTTP_STATUS, Phase.ROUND_TRIP),
        phases,
        trace());
  }

  private static Trace trace() {
    InetAddress address = InetAddress.ofLiteral("10.0.0.2");
    return new Trace(
        Optional.of(
            new Lookup(
                "checkout.example.",
                2,
                Optional.of(new Lookup.Reply(socket("10.0.0.53", 53), 0, List.of(address))))),
        Optional.of(
            new Addresses(Optional.of(socket("10.0.0.1", 40_000)), socket("10.0.0.2", 443))),
        new Retransmits(1, 2),
        Optional.empty(),
        Optional.of("503 Service Unavailable"));
  }

  private static InetSocketAddress socket(String address, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(address), port);
  }

  /// What the agent reports of it.
  static SubjectInterval interval(Attempt attempt) {
    Counts counts =
        new Counts(0, Map.of(Failure.HTTP_STATUS, 1L), Map.of(), attempt.trace().retransmits());
    Map<Slice, SubjectInterval.Series> series = new HashMap<>();
    attempt
        .phaseNanos()
        .forEach((phase, nanos) ->
            series.put(
                new Slice(phase, Connection.NEW, Outcome.Kind.FAILURE, SourceState.BUSY),
                series(nanos)));
    return new SubjectInterval(attempt.subject(), counts, series, List.of(attempt));
  }

  private static SubjectInterval.Series series(long nanos) {
    LatencyHistogram histogram = new LatencyHistogram();
    histogram.record(nanos);
    return new SubjectInterval.Series(histogram, Optional.empty());
  }
}
