// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.chaos.mishap;

import dev.zoneprobe.e2e.chaos.mishap.ChaosPlan.Step;
import dev.zoneprobe.e2e.kit.time.RealTime;
import dev.zoneprobe.measure.NanoClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Lets the mishaps of a plan happen, and tells of each when it did. Of one thread.
public final class Chaos {
  private final NanoClock clock;
  private final List<String> story = new ArrayList<>();

  public Chaos(NanoClock clock) {
    this.clock = clock;
  }

  /// The begin or the end of a mishap.
  private record Event(Duration at, String what, Runnable action) {}

  /// Returns when all mishaps have ended. An event that takes long delays those after it.
  public void run(ChaosPlan plan) {
    long beginNanos = clock.nanos();
    for (Event event : events(plan)) {
      await(beginNanos + event.at().toNanos());
      event.action().run();
      double seconds = (clock.nanos() - beginNanos) / 1e9;
      story.add("%7.2f s  %s".formatted(seconds, event.what()));
    }
  }

  private static List<Event> events(ChaosPlan plan) {
    return plan.steps().stream()
        .flatMap(Chaos::events)
        .sorted(Comparator.comparing(Event::at))
        .toList();
  }

  private static Stream<Event> events(Step step) {
    Mishap mishap = step.mishap();
    return Stream.of(
        new Event(step.from(), mishap.name(), mishap.begin()),
        new Event(step.to(), "end of: " + mishap.name(), mishap.end()));
  }

  private void await(long nanos) {
    RealTime.passes(Duration.ofNanos(nanos - clock.nanos()), "mishaps have their times");
  }

  /// What happened when, a line each.
  public String story() {
    return String.join("\n", story);
  }

  /// How often what happened.
  public static String summary(ChaosPlan plan) {
    return plan.steps().stream()
        .map(step -> step.mishap().name().split(" ", 2)[0])
        .collect(Collectors.groupingBy(what -> what, Collectors.counting()))
        .toString();
  }
}
