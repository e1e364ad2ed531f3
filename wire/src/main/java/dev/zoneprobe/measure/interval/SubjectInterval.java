// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.measure.interval;

import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Subject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Everything that happened to one subject in one interval.
///
/// The histograms belong to whoever holds this value and are not changed any more.
///
/// @param attempts those that are told whole, the most telling first
public record SubjectInterval(
    Subject subject, Counts counts, Map<Slice, Series> series, List<Attempt> attempts) {

  /// The durations of one slice, and the attempt that stands for them.
  public record Series(LatencyHistogram histogram, Optional<Exemplar> exemplar) {
    private Series plus(Series other) {
      LatencyHistogram sum = histogram.copy();
      sum.add(other.histogram);
      Optional<Exemplar> slower =
          exemplar.isPresent() && other.exemplar.isPresent()
              ? Optional.of(Exemplar.slower(exemplar.get(), other.exemplar.get()))
              : exemplar.or(other::exemplar);
      return new Series(sum, slower);
    }
  }

  /// Copies map and list, not the histograms.
  public SubjectInterval {
    series = Map.copyOf(series);
    attempts = List.copyOf(attempts);
  }

  /// An interval that tells no attempt whole.
  public SubjectInterval(Subject subject, Counts counts, Map<Slice, Series> series) {
    this(subject, counts, series, List.of());
  }

  /// An interval that tells those of `known` whole that an exemplar points to, and the latest
  /// failure for each reason.
  public static SubjectInterval telling(
      Subject subject, Counts counts, Map<Slice, Series> series, List<Attempt> known) {
    return new SubjectInterval(subject, counts, series, AttemptChoice.of(series, known));
  }

  /// Both together, as a new value, chosen anew what is told whole; the subject stays this one's.
  public SubjectInterval plus(SubjectInterval other) {
    Map<Slice, Series> sum = new HashMap<>(series);
    other.series.forEach((slice, more) -> sum.merge(slice, more, Series::plus));
    List<Attempt> known = Stream.concat(attempts.stream(), other.attempts.stream()).toList();
    return telling(subject, counts.plus(other.counts), sum, known);
  }

  /// The same without counts and durations: whom it is about, and what it tells of single attempts.
  SubjectInterval withoutSums() {
    LatencyHistogram nothing = new LatencyHistogram();
    Map<Slice, Series> exemplified = HashMap.newHashMap(series.size());
    series.forEach((slice, one) -> {
      if (one.exemplar().isPresent()) {
        exemplified.put(slice, new Series(nothing, one.exemplar()));
      }
    });
    return new SubjectInterval(subject, Counts.NONE, exemplified, attempts);
  }
}
