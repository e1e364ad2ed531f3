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
import dev.zoneprobe.measure.trace.Addresses;
import dev.zoneprobe.measure.trace.Lookup;
import dev.zoneprobe.measure.trace.Retransmits;
import dev.zoneprobe.measure.trace.Trace;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
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
        sometimes(this::lookup),
        sometimes(() -> new Addresses(sometimes(this::socketAddress), socketAddress())),
        new Retransmits(random.nextInt(3), random.nextInt(3)),
        sometimes(() -> Instant.ofEpochSecond(random.nextLong(4_000_000_000L))),
        sometimes(() -> "HTTP 20" + random.nextInt(10) + " žluťoučký 中"));
  }

  private Lookup lookup() {
    return new Lookup(
        "svc-" + random.nextInt(9) + ".example.test.",
        random.nextInt(9),
        sometimes(() ->
            new Lookup.Reply(
                socketAddress(),
                random.nextInt(6),
                Stream.generate(this::address).limit(random.nextInt(4)).toList())));
  }

  private InetSocketAddress socketAddress() {
    return new InetSocketAddress(address(), random.nextInt(65_536));
  }

  private InetAddress address() {
    byte[] bytes = new byte[random.nextBoolean() ? 4 : 16];
    random.nextBytes(bytes);
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private <T> Optional<T> sometimes(Supplier<T> value) {
    return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
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
