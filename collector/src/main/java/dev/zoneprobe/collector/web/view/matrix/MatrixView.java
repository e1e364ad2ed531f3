// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web.view.matrix;

import dev.zoneprobe.collector.history.Grouping;
import dev.zoneprobe.collector.history.Grouping.Part;
import dev.zoneprobe.collector.history.History;
import dev.zoneprobe.collector.history.Minutes;
import dev.zoneprobe.collector.history.Question;
import dev.zoneprobe.collector.store.table.StoreException;
import dev.zoneprobe.collector.web.view.part.Estimate;
import dev.zoneprobe.collector.web.view.part.Span;
import dev.zoneprobe.collector.web.view.part.ZoneList;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.interval.QuantileEstimate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Every pair of zones: a quantile of one phase in two windows, and how many attempts failed.
public final class MatrixView {
  private static final List<String> COLUMNS =
      List.of(
          "source",
          "destination",
          "samples",
          "seconds",
          "lower",
          "upper",
          "attempts",
          "failures",
          "before_samples",
          "before_seconds",
          "before_attempts",
          "before_failures");

  private final History history;
  private final ZoneList zones;

  public MatrixView(History history, ZoneList zones) {
    this.history = history;
    this.zones = zones;
  }

  private record Pair(String source, String destination) implements Comparable<Pair> {
    private static final Comparator<Pair> ORDER =
        Comparator.comparing(Pair::source).thenComparing(Pair::destination);

    @Override
    public int compareTo(Pair other) {
      return ORDER.compare(this, other);
    }
  }

  /// The answer; a row's first two numbers are places in `zones`.
  public record Matrix(
      Span span,
      Span before,
      Phase phase,
      double quantile,
      long samplesNeeded,
      List<ZoneList.Zone> zones,
      List<String> columns,
      List<List<@Nullable Number>> rows) {}

  private record Sums(Span span, Grouping<Pair> pairs) {
    Set<Pair> known() {
      return pairs.parts().keySet();
    }
  }

  /// The matrix that `question` asks for.
  ///
  /// @param target that is probed; `peer` is the mesh
  public Matrix matrix(Question question, String target) throws StoreException {
    Sums now = sums(question, question.window(), target);
    Sums before = sums(question, question.before(), target);
    TreeSet<Pair> pairs = new TreeSet<>(now.known());
    pairs.addAll(before.known());
    List<ZoneList.Zone> known =
        zones.with(
            pairs.stream().flatMap(pair -> Stream.of(pair.source, pair.destination)).toList());
    Map<String, Integer> places = places(known);
    return new Matrix(
        now.span,
        before.span,
        question.phase(),
        question.quantile(),
        QuantileEstimate.samplesNeeded(question.quantile()),
        known,
        COLUMNS,
        pairs.stream()
            .map(pair ->
                row(
                    List.of(places.get(pair.source), places.get(pair.destination)),
                    now.pairs.part(pair),
                    before.pairs.part(pair),
                    question.quantile()))
            .toList());
  }

  private Sums sums(Question question, Minutes minutes, String target) throws StoreException {
    Grouping<Pair> pairs =
        new Grouping<>(one -> new Pair(one.sourceZone(), one.subject().destinationZone()));
    int known =
        history.read(
            minutes, question.wanted(one -> one.subject().target().equals(target)), _ -> pairs);
    return new Sums(Span.of(minutes, known), pairs);
  }

  private static Map<String, Integer> places(List<ZoneList.Zone> zones) {
    Map<String, Integer> places = new HashMap<>();
    for (ZoneList.Zone zone : zones) {
      places.put(zone.zone(), places.size());
    }
    return places;
  }

  private static List<@Nullable Number> row(
      List<Integer> places, Part now, Part before, double quantile) {
    Estimate estimate = Estimate.of(now.durations(), quantile);
    Estimate earlier = Estimate.of(before.durations(), quantile);
    List<@Nullable Number> row = new ArrayList<>(places);
    row.add(estimate.samples());
    row.add(estimate.seconds());
    row.add(estimate.lower());
    row.add(estimate.upper());
    row.add(now.counts().ended());
    row.add(now.counts().failed());
    row.add(earlier.samples());
    row.add(earlier.seconds());
    row.add(before.counts().ended());
    row.add(before.counts().failed());
    return row;
  }
}
