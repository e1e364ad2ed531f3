// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web.view.pair;

import dev.zoneprobe.collector.history.Question;
import dev.zoneprobe.collector.store.past.Visitor;
import dev.zoneprobe.collector.store.table.ZoneSubject;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.Protocol;
import dev.zoneprobe.measure.SourceState;
import dev.zoneprobe.measure.interval.Counts;
import dev.zoneprobe.measure.interval.LatencyHistogram;
import dev.zoneprobe.measure.interval.Slice;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/// What one pair of zones did in a window, added up in each way that its view needs. Not
/// thread-safe.
final class PairSums {
  private final Question question;
  private final HeatMap heat;
  private final LatencyHistogram durations = new LatencyHistogram();
  private final Map<Part, LatencyHistogram> parts = new TreeMap<>();
  private final Map<SourceState, LatencyHistogram> states = new EnumMap<>(SourceState.class);
  private Counts counts = Counts.NONE;

  PairSums(Question question) {
    this.question = question;
    this.heat = new HeatMap(question.window());
  }

  /// A part of an attempt's time, by how the attempt was made.
  record Part(Protocol protocol, Connection connection, Phase phase) implements Comparable<Part> {
    private static final Comparator<Part> ORDER =
        Comparator.comparing(Part::protocol)
            .thenComparing(Part::connection)
            .thenComparing(Part::phase);

    @Override
    public int compareTo(Part other) {
      return ORDER.compare(this, other);
    }
  }

  /// Takes what is known of `minute`.
  Visitor at(long minute) {
    return new Visitor() {
      @Override
      public void durations(ZoneSubject subject, Slice slice, LatencyHistogram more) {
        add(minute, subject.subject().protocol(), slice, more);
      }

      @Override
      public void counts(ZoneSubject subject, Counts more) {
        heat.noteKnown(minute);
        counts = counts.plus(more);
      }
    };
  }

  private void add(long minute, Protocol protocol, Slice slice, LatencyHistogram more) {
    if (question.scope().acceptsOnAnyConnection(slice)) {
      Part part = new Part(protocol, slice.connection(), slice.phase());
      parts.computeIfAbsent(part, _ -> new LatencyHistogram()).add(more);
    }
    if (slice.phase() != question.phase()) {
      return;
    }
    if (question.scope().acceptsInAnyState(slice)) {
      states.computeIfAbsent(slice.sourceState(), _ -> new LatencyHistogram()).add(more);
    }
    if (question.scope().accepts(slice)) {
      durations.add(more);
      heat.add(minute, more);
    }
  }

  /// Of the phase and scope that are asked for.
  LatencyHistogram durations() {
    return durations;
  }

  /// The same, by part of the window.
  HeatMap.Heat heat() {
    return heat.heat();
  }

  /// Of the phase, by the source's state, also those that are not asked for.
  Map<SourceState, LatencyHistogram> states() {
    return states;
  }

  /// Of all phases, on new and on reused connections.
  Map<Part, LatencyHistogram> parts() {
    return parts;
  }

  /// Of all attempts.
  Counts counts() {
    return counts;
  }
}
