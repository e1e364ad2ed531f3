// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web.view.pair;

import dev.zoneprobe.collector.history.Filter;
import dev.zoneprobe.collector.history.Grouping;
import dev.zoneprobe.collector.history.Past;
import dev.zoneprobe.collector.history.Question;
import dev.zoneprobe.collector.store.table.StoreException;
import dev.zoneprobe.collector.web.view.part.Estimate;
import dev.zoneprobe.collector.web.view.part.Json;
import dev.zoneprobe.collector.web.view.part.Span;
import dev.zoneprobe.collector.web.view.part.Tally;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.Protocol;
import dev.zoneprobe.measure.SourceState;
import dev.zoneprobe.measure.interval.Counts;
import dev.zoneprobe.measure.interval.LatencyHistogram;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One pair of zones in all detail, in one window and beside another.
public final class PairView {
  private static final double MEDIAN = 0.5;

  private final Past past;

  public PairView(Past past) {
    this.past = past;
  }

  /// Between which zones what is probed.
  public record Pair(String sourceZone, String destinationZone, String target) {
    Filter phaseOnly(Question question) {
      return question.phaseOnly(Optional.of(target), Optional.of(zones()));
    }

    Filter everything(Question question) {
      return question.everything(target, zones());
    }

    private Filter.Zones zones() {
      return new Filter.Zones(sourceZone, destinationZone);
    }
  }

  /// A window as a whole.
  public record Period(
      Span span,
      Estimate estimate,
      List<List<Double>> spectrum,
      Tally counts,
      Map<String, Long> reasons) {}

  /// How long a phase took, on new or on reused connections.
  public record PhaseTime(
      Phase phase,
      Protocol protocol,
      Connection connection,
      double mean,
      Estimate median,
      Estimate estimate) {}

  /// How long the phase took while the source was in a state.
  public record StateTime(SourceState sourceState, Estimate median, Estimate estimate) {}

  /// The answer.
  public record Details(
      Pair pair,
      Phase phase,
      double quantile,
      Period now,
      Period before,
      HeatMap.Heat heat,
      List<PhaseTime> phases,
      List<StateTime> states) {}

  public Details details(Question question, Pair pair) throws StoreException {
    PairSums sums = new PairSums(question);
    Past.Known known =
        past.read(
            question.window(),
            HeatMap.minutesPerColumn(question.window()),
            pair.everything(question),
            sums::at);
    double quantile = question.quantile();
    return new Details(
        pair,
        question.phase(),
        quantile,
        period(Span.of(question.window(), known), sums.durations(), sums.counts(), quantile),
        before(question, pair),
        sums.heat(),
        sums.parts().entrySet().stream()
            .map(part -> phaseTime(part.getKey(), part.getValue(), quantile))
            .toList(),
        sums.states().entrySet().stream()
            .map(state ->
                new StateTime(
                    state.getKey(),
                    Estimate.of(state.getValue(), MEDIAN),
                    Estimate.of(state.getValue(), quantile)))
            .toList());
  }

  private Period before(Question question, Pair pair) throws StoreException {
    Grouping<Pair> sums = new Grouping<>(_ -> pair);
    Past.Known known = past.readWhole(question.before(), pair.phaseOnly(question), sums);
    Grouping.Part part = sums.part(pair);
    return period(
        Span.of(question.before(), known), part.durations(), part.counts(), question.quantile());
  }

  private static Period period(
      Span span, LatencyHistogram durations, Counts counts, double quantile) {
    return new Period(
        span,
        Estimate.of(durations, quantile),
        Spectrum.of(durations),
        Tally.of(counts),
        Tally.reasons(counts));
  }

  private static PhaseTime phaseTime(
      PairSums.Part part, LatencyHistogram durations, double quantile) {
    return new PhaseTime(
        part.phase(),
        part.protocol(),
        part.connection(),
        Json.seconds(durations.sumNanos() / durations.count()),
        Estimate.of(durations, MEDIAN),
        Estimate.of(durations, quantile));
  }
}
