// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.measure.interval;

import dev.zoneprobe.measure.Subject;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Everything that happened to one subject in one interval.
///
/// The histograms belong to whoever holds this value and are not changed any more.
public record SubjectInterval(Subject subject, Counts counts, Map<Slice, Series> series) {

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

  /// Copies the map, not the histograms.
  public SubjectInterval {
    series = Map.copyOf(series);
  }

  /// Both together, as a new value; the subject stays this one's.
  public SubjectInterval plus(SubjectInterval other) {
    Map<Slice, Series> sum = new HashMap<>(series);
    other.series.forEach((slice, more) -> sum.merge(slice, more, Series::plus));
    return new SubjectInterval(subject, counts.plus(other.counts), sum);
  }
}
