// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.history;

import dev.zoneprobe.measure.Phase;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads questions from the parameters of requests. Thread-safe.
public final class QuestionReader {
  /// All parameters that a question may have.
  public static final Set<String> PARAMETERS =
      Set.of(
          "window",
          "until",
          "baseline",
          "phase",
          "quantile",
          "protocol",
          "connection",
          "outcome",
          "source_state");

  private static final Pattern LENGTH = Pattern.compile("([0-9]{1,5})([mhd])");
  private static final Duration LONGEST_GAP = Duration.ofDays(31);
  private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

  private final Duration longest;
  private final InstantSource clock;

  /// Creates a reader.
  ///
  /// @param longest how long a window may be
  public QuestionReader(Duration longest, InstantSource clock) {
    this.longest = longest;
    this.clock = clock;
  }

  /// The question that `parameters` ask.
  ///
  /// @param usual the phase of a question that names none
  /// @throws IllegalArgumentException naming the parameter that is wrong
  public Question read(Parameters parameters, Phase usual) {
    Duration length =
        parameters.one("window", text -> length(text, longest)).orElse(Duration.ofMinutes(5));
    if (length.isZero()) {
      throw new IllegalArgumentException("window: is shorter than a minute");
    }
    Minutes window = Minutes.upTo(end(parameters), length);
    Duration gap =
        parameters.one("baseline", text -> length(text, LONGEST_GAP)).orElse(Duration.ZERO);
    return new Question(
        window,
        window.before(gap),
        parameters.label("phase", List.of(Phase.values())).orElse(usual),
        parameters.one("quantile", QuestionReader::quantile).orElse(0.99),
        Scope.of(parameters));
  }

  private Instant end(Parameters parameters) {
    Instant now = clock.instant();
    Instant end = parameters.one("until", QuestionReader::moment).orElse(now);
    return end.isAfter(now) ? now : end;
  }

  /// A window ends with the minute before a full one that is asked for: ends are exclusive.
  private static Instant moment(String text) {
    try {
      Instant moment = Instant.parse(text).minusMillis(1);
      if (moment.isBefore(EARLIEST)) {
        throw new IllegalArgumentException("before " + EARLIEST);
      }
      return moment;
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("not a moment like 2026-11-22T12:00:00Z", e);
    }
  }

  /// A quantile that is above 0 and below 1.
  ///
  /// @throws IllegalArgumentException if `text` is none
  public static double quantile(String text) {
    double quantile;
    try {
      quantile = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("not a number", e);
    }
    if (!(quantile > 0 && quantile < 1)) {
      throw new IllegalArgumentException("not above 0 and below 1");
    }
    return quantile;
  }

  private static Duration length(String text, Duration longest) {
    Matcher parts = LENGTH.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("not a length like 5m or 2h");
    }
    long number = Long.parseLong(parts.group(1));
    Duration length =
        switch (parts.group(2)) {
          case "m" -> Duration.ofMinutes(number);
          case "h" -> Duration.ofHours(number);
          default -> Duration.ofDays(number);
        };
    if (length.compareTo(longest) > 0) {
      throw new IllegalArgumentException(
          "longer than " + longest.toMinutes() + "m, as long as history is kept");
    }
    return length;
  }
}
