// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.history;

import dev.zoneprobe.measure.Label;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/// The parameters of a request, each with the mistakes that may be in it.
///
/// All methods throw an `IllegalArgumentException` whose message names the parameter and is for the
/// one who asked.
public final class Parameters {
  private final Map<String, List<String>> given;

  public Parameters(Map<String, List<String>> given) {
    this.given = given;
  }

  /// Refuses parameters that are none of `known`.
  public void allow(Set<String> known) {
    for (String name : given.keySet()) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(name + ": no such parameter; there are " + list(known));
      }
    }
  }

  private static String list(Set<String> names) {
    return names.isEmpty() ? "none" : String.join(", ", new TreeSet<>(names));
  }

  /// The value of a parameter that may be there once, read by `reader`.
  public <T> Optional<T> one(String name, Function<String, T> reader) {
    List<String> values = given.getOrDefault(name, List.of());
    if (values.size() > 1) {
      throw new IllegalArgumentException(name + ": is there " + values.size() + " times");
    }
    return values.stream().findFirst().map(value -> read(name, value, reader));
  }

  /// One of `choices`, by the label of a parameter that may be there once.
  public <L extends Label> Optional<L> label(String name, List<L> choices) {
    return one(name, text -> Label.of(choices, text));
  }

  /// The value of a parameter that must be there once.
  public String needed(String name) {
    return needed(name, value -> value);
  }

  /// The same, read by `reader`.
  public <T> T needed(String name, Function<String, T> reader) {
    return one(name, reader).orElseThrow(() -> new IllegalArgumentException(name + ": is missing"));
  }

  /// The values of a parameter that may be there many times.
  public <T> List<T> many(String name, Function<String, T> reader) {
    return given.getOrDefault(name, List.of()).stream()
        .map(value -> read(name, value, reader))
        .toList();
  }

  private static <T> T read(String name, String value, Function<String, T> reader) {
    try {
      return reader.apply(value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
    }
  }
}
