// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.target;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What a good HTTP response looks like.
///
/// @param statuses status codes such as `204` and classes such as `2xx`; never empty
/// @param body found in the body
/// @param absent not found in the body
public record HttpExpectation(
    Set<String> statuses, Optional<Pattern> body, Optional<Pattern> absent) {
  private static final Pattern STATUS = Pattern.compile("[1-5]([0-9]{2}|xx)");

  /// Status 200, whatever the body.
  public static final HttpExpectation OK =
      new HttpExpectation(Set.of("200"), Optional.empty(), Optional.empty());

  /// Refuses what is neither a status nor a class of them.
  public HttpExpectation {
    statuses = Set.copyOf(statuses);
    statuses.forEach(HttpExpectation::checkStatus);
    if (statuses.isEmpty()) {
      throw new IllegalArgumentException("no status is expected");
    }
  }

  /// Returns `status`.
  ///
  /// @throws IllegalArgumentException if it is neither a status nor a class of them
  public static String checkStatus(String status) {
    if (!STATUS.matcher(status).matches()) {
      throw new IllegalArgumentException("not an HTTP status such as 204 or a class such as 2xx");
    }
    return status;
  }

  /// Whether a response with this status is a good one.
  public boolean includes(int status) {
    return statuses.contains(String.valueOf(status)) || statuses.contains(status / 100 + "xx");
  }

  /// Whether anybody looks at the body.
  public boolean readsBody() {
    return body.isPresent() || absent.isPresent();
  }

  /// Whether the body is a good one. It may take long, and more stack than there is: both are up to
  /// the patterns.
  public boolean includes(CharSequence text) {
    return body.stream().allMatch(pattern -> pattern.matcher(text).find())
        && absent.stream().noneMatch(pattern -> pattern.matcher(text).find());
  }

  /// Patterns are equal if their texts are: a target reread from an unchanged file is unchanged.
  @Override
  public boolean equals(Object other) {
    return other instanceof HttpExpectation expectation && parts().equals(expectation.parts());
  }

  @Override
  public int hashCode() {
    return parts().hashCode();
  }

  private List<Object> parts() {
    return List.of(statuses, body.map(Pattern::pattern), absent.map(Pattern::pattern));
  }

  @Override
  public String toString() {
    String status = "status " + String.join(" or ", new TreeSet<>(statuses));
    return Stream.of(
            Optional.of(status),
            body.map(pattern -> "body with /" + pattern + "/"),
            absent.map(pattern -> "body without /" + pattern + "/"))
        .flatMap(Optional::stream)
        .reduce((one, next) -> one + ", " + next)
        .orElse(status);
  }
}
