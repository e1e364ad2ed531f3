// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.wire.golden;

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
import dev.zoneprobe.measure.interval.SkipReason;
import dev.zoneprobe.measure.interval.Slice;
import dev.zoneprobe.measure.interval.SubjectInterval;
import dev.zoneprobe.measure.interval.SubjectInterval.Series;
import dev.zoneprobe.measure.trace.Retransmits;
import dev.zoneprobe.wire.SnapshotEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the golden frames of version 1 hold. Each constant is named here, in the order that it was
/// shipped in: taken from `values()`, a reordered enum would go unnoticed.
///
/// `frames/README.md` tells how a new version is made; files that exist are never written again.
final class GoldenFrames {
  private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");

  private static final List<Protocol> PROTOCOLS =
      List.of(Protocol.DNS, Protocol.TCP, Protocol.HTTP, Protocol.GRPC);
  private static final List<Phase> PHASES =
      List.of(
          Phase.DNS_LOOKUP,
          Phase.TCP_CONNECT,
          Phase.TLS_HANDSHAKE,
          Phase.HTTP2_SETUP,
          Phase.ROUND_TRIP,
          Phase.TRANSFER,
          Phase.TOTAL,
          Phase.LATE,
          Phase.RESPONSE,
          Phase.KERNEL_RTT);
  private static final List<Failure> FAILURES =
      List.of(
          Failure.DNS_NXDOMAIN,
          Failure.DNS_SERVFAIL,
          Failure.DNS_REFUSED,
          Failure.DNS_TIMEOUT,
          Failure.DNS_NO_ADDRESS,
          Failure.CONNECT_REFUSED,
          Failure.CONNECT_UNREACHABLE,
          Failure.CONNECT_TIMEOUT,
          Failure.CONNECT_RESET,
          Failure.TLS_HANDSHAKE,
          Failure.TLS_CERTIFICATE,
          Failure.ROUND_TRIP_TIMEOUT,
          Failure.RESPONSE_RESET,
          Failure.HTTP_STATUS,
          Failure.HTTP_BODY,
          Failure.HTTP_PROTOCOL,
          Failure.GRPC_STATUS,
          Failure.GRPC_NOT_SERVING,
          Failure.PEER_DRAINING);

  private GoldenFrames() {}

  /// The snapshot in each file, by the file's name without `.bin`.
  static Map<String, IntervalSnapshot> snapshots() {
    return Map.of(
        "nothing-happened", nothingHappened(), "every-word", everyWord(), "merged", merged());
  }

  private static IntervalSnapshot nothingHappened() {
    return new IntervalSnapshot(
        new Source("node-a", "zone-a", "boot-1"),
        new Span(1, 1, FROM, FROM.plusSeconds(10)),
        List.of());
  }

  private static IntervalSnapshot everyWord() {
    Map<Failure, Long> failures = new EnumMap<>(Failure.class);
    for (int i = 0; i < FAILURES.size(); i++) {
      failures.put(FAILURES.get(i), i + 1L);
    }
    Map<SkipReason, Long> skipped = Map.of(SkipReason.IN_FLIGHT_LIMIT, 3L, SkipReason.STOPPING, 4L);
    Map<Slice, Series> series = new HashMap<>();
    for (int i = 0; i < PHASES.size(); i++) {
      Slice calm = slice(PHASES.get(i), Outcome.Kind.SUCCESS, SourceState.CALM);
      series.put(calm, series(1_000_000L * (i + 1)));
    }
    series.put(
        slice(Phase.TOTAL, Outcome.Kind.FAILURE, SourceState.BUSY),
        new Series(filled(100, 2_000_000_000L), Optional.empty()));
    series.put(
        slice(Phase.TOTAL, Outcome.Kind.FAILURE, SourceState.STALLED),
        new Series(filled(90, 60_000_000_000L), Optional.empty()));
    Counts counts = new Counts(1, failures, skipped, new Retransmits(7, 0));
    return new IntervalSnapshot(
        new Source("node-a", "zone-a", "boot-1"),
        new Span(2, 2, FROM.plusSeconds(10), FROM.plusSeconds(20)),
        PROTOCOLS.stream()
            .map(protocol -> new SubjectInterval(subject(protocol), counts, series))
            .toList());
  }

  private static IntervalSnapshot merged() {
    LatencyHistogram wide = new LatencyHistogram();
    for (long nanos = 0; nanos < 60_000_000_000L; nanos = 2 * nanos + 1) {
      wide.record(nanos);
    }
    SubjectInterval subject =
        new SubjectInterval(
            new Subject("zone-b", Subject.PEER, Protocol.TCP, Subject.Owner.NONE),
            new Counts(wide.count(), Map.of(), Map.of(), Retransmits.NONE),
            Map.of(
                new Slice(Phase.TOTAL, Connection.REUSED, Outcome.Kind.SUCCESS, SourceState.CALM),
                new Series(wide, Optional.empty())));
    return new IntervalSnapshot(
        new Source("node-b", "Zürich", "boot-2"),
        new Span(17, 4_000, FROM, FROM.plusSeconds(40_000)),
        List.of(subject));
  }

  private static Subject subject(Protocol protocol) {
    Subject.Owner owner = new Subject.Owner(Optional.of("payments"), Optional.of("checkout"));
    return new Subject("external", "checkout", protocol, owner);
  }

  private static Slice slice(Phase phase, Outcome.Kind outcome, SourceState state) {
    return new Slice(phase, Connection.NEW, outcome, state);
  }

  private static Series series(long nanos) {
    Instant at = FROM.plusMillis(12_345);
    return new Series(
        filled(1, nanos), Optional.of(new Exemplar(nanos, at, -nanos, Optional.of("node-c"))));
  }

  private static LatencyHistogram filled(int count, long nanos) {
    LatencyHistogram histogram = new LatencyHistogram();
    for (int i = 0; i < count; i++) {
      histogram.record(nanos);
    }
    return histogram;
  }

  /// Writes those files that do not exist yet into the folder `args[0]`.
  static void main(String[] args) throws IOException {
    for (Map.Entry<String, IntervalSnapshot> entry : snapshots().entrySet()) {
      Path file = Path.of(args[0], entry.getKey() + ".bin");
      if (!Files.exists(file)) {
        Files.write(file, SnapshotEncoder.encode(entry.getValue()).toByteArray());
      }
    }
  }
}
