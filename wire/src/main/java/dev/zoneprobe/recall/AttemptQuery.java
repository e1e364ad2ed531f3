// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.recall;

import dev.zoneprobe.measure.Label;
import dev.zoneprobe.measure.Phase;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Which attempts somebody asks for, in which order, and how many of them.
record AttemptQuery(Predicate<SourcedAttempt> wanted, Comparator<SourcedAttempt> order, int limit) {
  private static final int MOST = 500;
  private static final String LIMIT = "limit";
  private static final String ORDER = "order";

  enum Order implements Label {
    /// By the phase that is asked for, else by `total`.
    SLOWEST,
    NEWEST
  }

  /// The query that the parameters of a request make.
  ///
  /// @throws IllegalArgumentException if one of them is unknown, is there twice, or has a value
  ///   that it cannot have; the message says which
  static AttemptQuery of(Map<String, List<String>> parameters) {
    Map<String, String> given = new TreeMap<>();
    parameters.forEach((name, values) -> given.put(name, only(name, values)));
    Predicate<SourcedAttempt> wanted = _ -> true;
    for (Map.Entry<String, String> one : given.entrySet()) {
      if (!one.getKey().equals(LIMIT) && !one.getKey().equals(ORDER)) {
        wanted = wanted.and(filter(one.getKey(), one.getValue()));
      }
    }
    return new AttemptQuery(
        wanted, order(given), limit(given.getOrDefault(LIMIT, AttemptPages.USUAL_LIMIT)));
  }

  private static String only(String name, List<String> values) {
    if (values.size() != 1) {
      throw new IllegalArgumentException(name + ": is there " + values.size() + " times");
    }
    return values.getFirst();
  }

  private static Predicate<SourcedAttempt> filter(String name, String value) {
    for (AttemptFilter filter : AttemptFilter.values()) {
      if (filter.label().equals(name)) {
        return explained(name, () -> filter.of(value));
      }
    }
    throw new IllegalArgumentException(
        name + ": no such parameter; there are " + String.join(", ", names()));
  }

  private static List<String> names() {
    return Stream.concat(
            Stream.of(AttemptFilter.values()).map(Label::label), Stream.of(ORDER, LIMIT))
        .toList();
  }

  private static Comparator<SourcedAttempt> order(Map<String, String> given) {
    String text = given.getOrDefault(ORDER, AttemptPages.USUAL_ORDER);
    return switch (explained(ORDER, () -> Label.of(List.of(Order.values()), text))) {
      case SLOWEST -> slowestFirst(given.getOrDefault("phase", AttemptPages.USUAL_PHASE));
      case NEWEST ->
          Comparator.comparing(
              one -> one.attempt().circumstances().begun(), Comparator.reverseOrder());
    };
  }

  private static Comparator<SourcedAttempt> slowestFirst(String by) {
    Phase phase = explained("phase", () -> Label.of(List.of(Phase.values()), by));
    return Comparator.comparing(
        one -> one.attempt().phaseNanos().getOrDefault(phase, 0L), Comparator.reverseOrder());
  }

  private static int limit(String text) {
    return explained(
        LIMIT,
        () -> {
          int limit = Integer.parseInt(text);
          if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("not between 1 and " + MOST);
          }
          return limit;
        });
  }

  private static <T> T explained(String parameter, Supplier<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(parameter + ": " + e.getMessage(), e);
    }
  }
}
