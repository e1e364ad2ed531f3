// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.history;

import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Label;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Protocol;
import dev.zoneprobe.measure.SourceState;
import dev.zoneprobe.measure.interval.Slice;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Which attempts somebody wants to hear of; what is absent is not narrowed down.
public record Scope(
    Optional<Protocol> protocol,
    Optional<Connection> connection,
    Optional<Outcome.Kind> outcome,
    Set<SourceState> sourceStates) {

  /// The scope that `given` asks for: without a source state, all but `stalled`.
  ///
  /// @throws IllegalArgumentException naming the parameter that is wrong
  public static Scope of(Parameters given) {
    Set<SourceState> states = EnumSet.noneOf(SourceState.class);
    states.addAll(
        given.many("source_state", text -> Label.of(List.of(SourceState.values()), text)));
    return new Scope(
        given.label("protocol", List.of(Protocol.values())),
        given.label("connection", List.of(Connection.values())),
        given.label("outcome", List.of(Outcome.Kind.values())),
        states.isEmpty() ? EnumSet.of(SourceState.CALM, SourceState.BUSY) : states);
  }

  /// Whether durations of `slice` belong to it.
  public boolean accepts(Slice slice) {
    return acceptsConnection(slice) && acceptsOutcome(slice) && acceptsState(slice);
  }

  /// The same, whatever the source's state was.
  public boolean acceptsInAnyState(Slice slice) {
    return acceptsConnection(slice) && acceptsOutcome(slice);
  }

  /// The same, whether the connection was new or not.
  public boolean acceptsOnAnyConnection(Slice slice) {
    return acceptsOutcome(slice) && acceptsState(slice);
  }

  private boolean acceptsConnection(Slice slice) {
    return connection.isEmpty() || connection.get() == slice.connection();
  }

  private boolean acceptsOutcome(Slice slice) {
    return outcome.isEmpty() || outcome.get() == slice.outcome();
  }

  private boolean acceptsState(Slice slice) {
    return sourceStates.contains(slice.sourceState());
  }
}
