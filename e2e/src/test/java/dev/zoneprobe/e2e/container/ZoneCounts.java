// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.container;

import dev.zoneprobe.e2e.kit.observer.Sample;
import dev.zoneprobe.e2e.kit.observer.Scrape;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// How many attempts of peers ended between which zones.
///
/// @param byPair keyed by `source>destination`
record ZoneCounts(Map<String, Ended> byPair) {
  record Ended(double success, double failure) {
    static final Ended NONE = new Ended(0, 0);

    Ended plus(Ended other) {
      return new Ended(success + other.success, failure + other.failure);
    }

    Ended minus(Ended other) {
      return new Ended(success - other.success, failure - other.failure);
    }

    /// Whether attempts arrived, but for a few that a busy host may have failed.
    boolean works() {
      return success > 0 && success > 4 * failure;
    }

    /// Whether none arrived.
    boolean isDead() {
      return success == 0 && failure > 0;
    }
  }

  static ZoneCounts of(List<Scrape> scrapes) {
    Map<String, Ended> pairs = new TreeMap<>();
    for (Scrape scrape : scrapes) {
      scrape
          .find("zoneprobe_attempts_total", Map.of("target", "peer"))
          .forEach(sample -> pairs.merge(pair(sample), ended(sample), Ended::plus));
    }
    return new ZoneCounts(pairs);
  }

  private static String pair(Sample sample) {
    return sample.labels().get("source_zone") + ">" + sample.labels().get("destination_zone");
  }

  private static Ended ended(Sample sample) {
    return "success".equals(sample.labels().get("outcome"))
        ? new Ended(sample.value(), 0)
        : new Ended(0, sample.value());
  }

  ZoneCounts since(ZoneCounts earlier) {
    Map<String, Ended> difference = new TreeMap<>(byPair);
    difference.replaceAll(
        (pair, ended) -> ended.minus(earlier.byPair.getOrDefault(pair, Ended.NONE)));
    return new ZoneCounts(difference);
  }

  Set<String> pairs(Predicate<Ended> that) {
    return byPair.entrySet().stream()
        .filter(pair -> that.test(pair.getValue()))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }
}
