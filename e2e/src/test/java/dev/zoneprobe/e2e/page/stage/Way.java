// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.page.stage;

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
import dev.zoneprobe.measure.trace.Retransmits;
import dev.zoneprobe.measure.trace.Trace;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;

/// Attempts on one destination that a test made up: what an agent would report of them, and what
/// the page must say.
public final class Way {
  private static final long MICRO = 1_000;

  private final Subject subject;
  private final long[] roundTrips;
  private final int failures;
  private final Retransmits sentAgain;

  private Way(Subject subject, long[] roundTrips, int failures, Retransmits sentAgain) {
    this.subject = subject;
    this.roundTrips = roundTrips;
    this.failures = failures;
    this.sentAgain = sentAgain;
  }

  /// Attempts of the mesh: round trips around `micros`, some of them ten times as long.
  public static Way toZone(String zone, int attempts, long micros, int failures) {
    Subject peer = subject(zone, Subject.PEER, Subject.Owner.NONE);
    return new Way(peer, around(zone, attempts, micros), failures, Retransmits.NONE);
  }

  /// Attempts through the peers' Service that a zone answered.
  public static Way toService(String zone, int attempts, long micros) {
    Subject service = subject(zone, "service", Subject.Owner.NONE);
    return new Way(service, around(zone, attempts, micros), 0, Retransmits.NONE);
  }

  /// Attempts on somebody's target.
  public static Way toTarget(String target, String team, int attempts, long micros, int failures) {
    Subject.Owner owner = new Subject.Owner(Optional.of(team), Optional.of(target + "-api"));
    Subject theirs = subject("zone-t", target, owner);
    return new Way(theirs, around(target, attempts, micros), failures, Retransmits.NONE);
  }

  /// The same attempts, for which the kernel sent so many segments again.
  public Way sentAgain(long segments) {
    return new Way(subject, roundTrips, failures, new Retransmits(0, segments));
  }

  private static Subject subject(String zone, String target, Subject.Owner owner) {
    return new Subject(zone, target, Protocol.HTTP, owner);
  }

  private static long[] around(String name, int attempts, long micros) {
    Random random = new Random(name.hashCode() + micros);
    return random
        .longs(attempts, 80, 120)
        .map(share -> share * micros * MICRO / 100 * (random.nextInt(50) == 0 ? 10 : 1))
        .toArray();
  }

  /// The round trip that `quantile` of them did not exceed, in seconds.
  public double roundTrip(double quantile) {
    long[] sorted = roundTrips();
    return sorted[(int) Math.ceil(quantile * sorted.length) - 1] / 1e9;
  }

  /// All round trips, in nanoseconds, shortest first.
  public long[] roundTrips() {
    long[] sorted = roundTrips.clone();
    Arrays.sort(sorted);
    return sorted;
  }

  /// The attempts of both.
  public Way and(Way other) {
    long[] all =
        LongStream.concat(Arrays.stream(roundTrips), Arrays.stream(other.roundTrips)).toArray();
    return new Way(subject, all, failures + other.failures, sentAgain.plus(other.sentAgain));
  }

  /// How many attempts there were, failed ones included.
  public int attempts() {
    return roundTrips.length + failures;
  }

  /// What an agent reports of them.
  public SubjectInterval reported(Instant at) {
    Map<Slice, SubjectInterval.Series> series = new HashMap<>();
    for (Phase phase :
        List.of(
            Phase.TCP_CONNECT,
            Phase.ROUND_TRIP,
            Phase.TRANSFER,
            Phase.KERNEL_RTT,
            Phase.TOTAL,
            Phase.RESPONSE)) {
      series.put(slice(phase, Outcome.Kind.SUCCESS), series(phase));
    }
    if (failures > 0) {
      series.put(slice(Phase.TOTAL, Outcome.Kind.FAILURE), failed());
      series.put(slice(Phase.RESPONSE, Outcome.Kind.FAILURE), failed());
    }
    Map<Failure, Long> reasons =
        failures == 0 ? Map.of() : Map.of(Failure.CONNECT_TIMEOUT, (long) failures);
    return new SubjectInterval(
        subject,
        new Counts(roundTrips.length, reasons, Map.of(), sentAgain),
        series,
        List.of(slowest(at)));
  }

  private static Slice slice(Phase phase, Outcome.Kind outcome) {
    return new Slice(phase, Connection.NEW, outcome, SourceState.CALM);
  }

  private SubjectInterval.Series series(Phase phase) {
    LatencyHistogram histogram = new LatencyHistogram();
    for (long roundTrip : roundTrips) {
      histogram.record(nanos(phase, roundTrip));
    }
    return new SubjectInterval.Series(histogram, Optional.empty());
  }

  private static long nanos(Phase phase, long roundTrip) {
    return switch (phase) {
      case TCP_CONNECT -> roundTrip / 2;
      case TRANSFER -> roundTrip / 10;
      case KERNEL_RTT -> roundTrip / 3;
      case TOTAL, RESPONSE -> roundTrip * 8 / 5;
      default -> roundTrip;
    };
  }

  private SubjectInterval.Series failed() {
    LatencyHistogram histogram = new LatencyHistogram();
    for (int i = 0; i < failures; i++) {
      histogram.record(1_000_000_000);
    }
    return new SubjectInterval.Series(histogram, Optional.empty());
  }

  private Attempt slowest(Instant at) {
    long roundTrip = Arrays.stream(roundTrips).max().orElse(MICRO);
    Map<Phase, Long> phases = new HashMap<>(Map.of(Phase.LATE, 0L));
    for (Phase phase :
        List.of(Phase.TCP_CONNECT, Phase.ROUND_TRIP, Phase.TRANSFER, Phase.TOTAL, Phase.RESPONSE)) {
      phases.put(phase, nanos(phase, roundTrip));
    }
    return new Attempt(
        roundTrip,
        subject,
        new Attempt.Circumstances(at, Connection.NEW, SourceState.CALM, Optional.of("node-b")),
        new Outcome.Success(),
        phases,
        Trace.NOTHING);
  }
}
