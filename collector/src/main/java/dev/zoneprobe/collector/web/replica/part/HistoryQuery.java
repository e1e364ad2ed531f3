// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web.replica.part;

import dev.zoneprobe.collector.history.Filter;
import dev.zoneprobe.collector.history.Minutes;
import dev.zoneprobe.collector.history.Parameters;
import dev.zoneprobe.collector.history.Scope;
import dev.zoneprobe.measure.Phase;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/// A question about the history, as one collector asks it of another.
///
/// @param step so many minutes, from the first on, are answered as the first of them
public record HistoryQuery(Minutes minutes, int step, Filter filter) {
  /// The longest span that is answered: 31 days, the longest retention.
  private static final int MOST_MINUTES = 31 * 24 * 60;

  /// The question as the query of an address.
  public String text() {
    StringJoiner text = new StringJoiner("&");
    add(text, "first", Long.toString(minutes.first()));
    add(text, "last", Long.toString(minutes.last()));
    add(text, "step", Integer.toString(step));
    filter.phase().ifPresent(phase -> add(text, "phase", phase.label()));
    filter.target().ifPresent(target -> add(text, "target", target));
    filter
        .zones()
        .ifPresent(zones -> {
          add(text, "source_zone", zones.source());
          add(text, "destination_zone", zones.destination());
        });
    Scope scope = filter.scope();
    scope.protocol().ifPresent(protocol -> add(text, "protocol", protocol.label()));
    scope.connection().ifPresent(connection -> add(text, "connection", connection.label()));
    scope.outcome().ifPresent(outcome -> add(text, "outcome", outcome.label()));
    scope.sourceStates().forEach(state -> add(text, "source_state", state.label()));
    return text.toString();
  }

  private static void add(StringJoiner text, String name, String value) {
    text.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
  }

  /// The question that `given` asks. Of all zones, only one phase of all minutes together may be
  /// asked for: that is what a matrix shows, and there is no room for more.
  ///
  /// @throws IllegalArgumentException naming the parameter that is wrong
  public static HistoryQuery of(Parameters given) {
    HistoryQuery query = new HistoryQuery(minutes(given), step(given), filter(given));
    Filter filter = query.filter;
    boolean small = filter.phase().isPresent() && query.step >= query.minutes.count();
    if (filter.zones().isEmpty() && !small) {
      throw new IllegalArgumentException("source_zone: is missing, and so is phase or a long step");
    }
    return query;
  }

  private static Minutes minutes(Parameters given) {
    Minutes minutes =
        new Minutes(
            given.needed("first", HistoryQuery::first), given.needed("last", Long::valueOf));
    if (minutes.count() > MOST_MINUTES) {
      throw new IllegalArgumentException("last: more than " + MOST_MINUTES + " minutes");
    }
    return minutes;
  }

  private static long first(String text) {
    long first = Long.parseLong(text);
    if (first < Minutes.FIRST) {
      throw new IllegalArgumentException("is not after the first minute of 1970");
    }
    return first;
  }

  private static int step(Parameters given) {
    int step = given.needed("step", Integer::valueOf);
    if (step < 1) {
      throw new IllegalArgumentException("step: is shorter than a minute");
    }
    return step;
  }

  private static Filter filter(Parameters given) {
    Optional<Filter.Zones> zones =
        given
            .one("source_zone", zone -> zone)
            .map(source -> new Filter.Zones(source, given.needed("destination_zone")));
    return new Filter(
        given.label("phase", List.of(Phase.values())),
        Scope.of(given),
        given.one("target", target -> target),
        zones);
  }
}
