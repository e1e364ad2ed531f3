// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.measure.interval;

import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Attempt.Circumstances;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Failure;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.Protocol;
import dev.zoneprobe.measure.SourceState;
import dev.zoneprobe.measure.Subject;
import dev.zoneprobe.measure.trace.Retransmits;
import dev.zoneprobe.measure.trace.Trace;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/// Attempts of all kinds, the same ones for the same seed. Durations are spread evenly over their
/// orders of magnitude, with zero and more than 60 s among them.
public final class RandomAttempts {
  private static final List<Optional<String>> NAMES =
      List.of(Optional.empty(), Optional.of("payments"), Optional.of("Zürich 中"));

  private final SplittableRandom random;

  public RandomAttempts(long seed) {
    random = new SplittableRandom(seed);
  }

  public List<Attempt> take(int count) {
    return Stream.generate(this::next).limit(count).toList();
  }

  public long nanos() {
    return random.nextInt(50) == 0 ? 0 : (long) Math.exp(random.nextDouble(Math.log(1e11)));
  }

  private Attempt next() {
    Map<Phase, Long> phases = new EnumMap<>(Phase.class);
    for (Phase phase : Phase.values()) {
      if (random.nextBoolean()) {
        phases.put(phase, nanos());
      }
    }
    for (Phase always : List.of(Phase.TOTAL, Phase.LATE, Phase.RESPONSE)) {
      phases.put(always, nanos());
    }
    return new Attempt(random.nextLong(), subject(), circumstances(), outcome(), phases, trace());
  }

  private Trace trace() {
    return new Trace(
        Optional.empty(),
        Optional.empty(),
        new Retransmits(random.nextInt(3), random.nextInt(3)),
        Optional.empty(),
        Optional.empty());
  }

  private Subject subject() {
    Subject.Owner owner = new Subject.Owner(one(NAMES), one(NAMES));
    String zone = "zone-" + random.nextInt(3);
    return new Subject(zone, Subject.PEER, one(Protocol.values()), owner);
  }

  private Circumstances circumstances() {
    return new Circumstances(
        Instant.ofEpochMilli(random.nextLong(2_000_000_000_000L)),
        one(Connection.values()),
        one(SourceState.values()),
        one(NAMES));
  }

  private Outcome outcome() {
    return random.nextBoolean()
        ? new Outcome.Success()
        : new Outcome.Failed(one(Failure.values()), one(Phase.values()));
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private <T> T one(T[] of) {
    return of[random.nextInt(of.length)];
  }
}
