// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.wire.golden;

import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Failure;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.Protocol;
import dev.zoneprobe.measure.SourceState;
import dev.zoneprobe.measure.Subject;
import dev.zoneprobe.measure.interval.Counts;
import dev.zoneprobe.measure.interval.Exemplar;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.IntervalSnapshot.Source;
import dev.zoneprobe.measure.interval.IntervalSnapshot.Span;
import dev.zoneprobe.measure.interval.LatencyHistogram;
import dev.zoneprobe.measure.interval.Slice;
import dev.zoneprobe.measure.interval.SubjectInterval;
import dev.zoneprobe.measure.interval.SubjectInterval.Series;
import dev.zoneprobe.measure.trace.Addresses;
import dev.zoneprobe.measure.trace.Lookup;
import dev.zoneprobe.measure.trace.Retransmits;
import dev.zoneprobe.measure.trace.Trace;
import dev.zoneprobe.wire.SnapshotEncoder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the golden frame of version 2 holds: attempts that are told whole, one with everything that
/// an attempt can see and one with nothing.
final class GoldenAttempts {
  private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
  private static final Subject SUBJECT =
      new Subject("zone-b", Subject.PEER, Protocol.HTTP, Subject.Owner.NONE);

  private GoldenAttempts() {}

  static IntervalSnapshot snapshot() {
    Attempt rich = rich();
    Counts counts = new Counts(1, Map.of(Failure.DNS_TIMEOUT, 1L), Map.of(), new Retransmits(2, 3));
    return new IntervalSnapshot(
        new Source("node-a", "zone-a", "boot-1"),
        new Span(3, 3, FROM, FROM.plusSeconds(10)),
        List.of(
            new SubjectInterval(
                SUBJECT,
                counts,
                Map.of(
                    slice(Outcome.Kind.SUCCESS), series(rich, 3_000_000),
                    slice(Outcome.Kind.FAILURE), series(bare(), 2_000_000)),
                List.of(rich, bare()))));
  }

  private static Attempt rich() {
    Lookup.Reply reply =
        new Lookup.Reply(
            socketAddress("192.0.2.53", 53),
            0,
            List.of(InetAddress.ofLiteral("192.0.2.7"), InetAddress.ofLiteral("2001:db8::7")));
    Trace trace =
        new Trace(
            Optional.of(new Lookup("b.mesh.test.", 4, Optional.of(reply))),
            Optional.of(
                new Addresses(
                    Optional.of(socketAddress("2001:db8::1", 40_000)),
                    socketAddress("2001:db8::7", 8780))),
            new Retransmits(2, 3),
            Optional.of(FROM.plusSeconds(86_400)),
            Optional.of("HTTP 200"));
    Map<Phase, Long> phases =
        Map.of(
            Phase.DNS_LOOKUP, 1_000_000L,
            Phase.TCP_CONNECT, 500_000L,
            Phase.ROUND_TRIP, 1_200_000L,
            Phase.TRANSFER, 200_000L,
            Phase.TOTAL, 3_000_000L,
            Phase.LATE, 40_000L,
            Phase.RESPONSE, 3_040_000L,
            Phase.KERNEL_RTT, 450_000L);
    return new Attempt(
        -2, SUBJECT, around(Optional.of("node-b")), new Outcome.Success(), phases, trace);
  }

  private static Attempt bare() {
    Map<Phase, Long> phases =
        Map.of(Phase.TOTAL, 2_000_000L, Phase.LATE, 0L, Phase.RESPONSE, 2_000_000L);
    Outcome outcome = new Outcome.Failed(Failure.DNS_TIMEOUT, Phase.DNS_LOOKUP);
    return new Attempt(1, SUBJECT, around(Optional.empty()), outcome, phases, Trace.NOTHING);
  }

  private static Attempt.Circumstances around(Optional<String> node) {
    return new Attempt.Circumstances(
        FROM.plusMillis(1_234), Connection.NEW, SourceState.CALM, node);
  }

  private static InetSocketAddress socketAddress(String ip, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(ip), port);
  }

  private static Slice slice(Outcome.Kind outcome) {
    return new Slice(Phase.TOTAL, Connection.NEW, outcome, SourceState.CALM);
  }

  private static Series series(Attempt attempt, long nanos) {
    LatencyHistogram histogram = new LatencyHistogram();
    histogram.record(nanos);
    return new Series(histogram, Optional.of(Exemplar.of(attempt, nanos)));
  }

  /// Writes the file into the folder `args[0]`, if it does not exist yet.
  static void main(String[] args) throws IOException {
    Path file = Path.of(args[0], "attempts.bin");
    if (!Files.exists(file)) {
      Files.write(file, SnapshotEncoder.encode(snapshot()).toByteArray());
    }
  }
}
