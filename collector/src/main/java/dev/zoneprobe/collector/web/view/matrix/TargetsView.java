// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web.view.matrix;

import dev.zoneprobe.collector.history.Grouping;
import dev.zoneprobe.collector.history.Minutes;
import dev.zoneprobe.collector.history.Past;
import dev.zoneprobe.collector.history.Question;
import dev.zoneprobe.collector.merge.ZoneMatrix.Owned;
import dev.zoneprobe.collector.merge.ZoneMatrix.OwnerReport;
import dev.zoneprobe.collector.store.table.StoreException;
import dev.zoneprobe.collector.store.table.ZoneSubject;
import dev.zoneprobe.collector.web.view.part.Span;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.Protocol;
import dev.zoneprobe.measure.Subject;
import dev.zoneprobe.measure.Subject.Owner;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Everything that is probed, with who looks after it, in one window and beside another.
public final class TargetsView {
  private static final Comparator<ZoneSubject> BY_ZONES =
      Comparator.comparing(ZoneSubject::sourceZone)
          .thenComparing(one -> one.subject().destinationZone());

  private final Past past;
  private final Supplier<Map<Owned, OwnerReport>> owners;

  /// Creates the view.
  ///
  /// @param owners who looks after what, now
  public TargetsView(Past past, Supplier<Map<Owned, OwnerReport>> owners) {
    this.past = past;
    this.owners = owners;
  }

  /// One target, as agents of one zone see it in another.
  public record ZoneSums(String sourceZone, String destinationZone, TargetSums sums) {}

  /// One target in both windows.
  ///
  /// @param zones empty for the mesh, which the matrix shows
  public record Target(
      String target,
      Protocol protocol,
      @Nullable String team,
      @Nullable String service,
      TargetSums now,
      TargetSums before,
      List<ZoneSums> zones) {}

  /// The answer.
  public record Targets(
      Span span, Span before, Phase phase, double quantile, List<Target> targets) {}

  private record Sums(Span span, Map<Owned, Map<ZoneSubject, Grouping.Part>> targets) {}

  public Targets targets(Question question) throws StoreException {
    Sums now = sums(question, question.window());
    Sums before = sums(question, question.before());
    TreeSet<Owned> known = new TreeSet<>(now.targets.keySet());
    known.addAll(before.targets.keySet());
    Map<Owned, OwnerReport> owned = owners.get();
    return new Targets(
        now.span,
        before.span,
        question.phase(),
        question.quantile(),
        known.stream()
            .map(one ->
                target(
                    one,
                    Optional.ofNullable(owned.get(one)).map(OwnerReport::owner).orElse(Owner.NONE),
                    now.targets.getOrDefault(one, Map.of()),
                    before.targets.getOrDefault(one, Map.of()),
                    question.quantile()))
            .toList());
  }

  private Sums sums(Question question, Minutes minutes) throws StoreException {
    Grouping<ZoneSubject> subjects = new Grouping<>(one -> one);
    Past.Known known =
        past.readWhole(minutes, question.phaseOnly(Optional.empty(), Optional.empty()), subjects);
    Map<Owned, Map<ZoneSubject, Grouping.Part>> targets = new HashMap<>();
    subjects
        .parts()
        .forEach((one, part) ->
            targets
                .computeIfAbsent(
                    new Owned(one.subject().target(), one.subject().protocol()),
                    _ -> new TreeMap<>(BY_ZONES))
                .put(one, part));
    return new Sums(Span.of(minutes, known), targets);
  }

  private static Target target(
      Owned one,
      Owner owner,
      Map<ZoneSubject, Grouping.Part> now,
      Map<ZoneSubject, Grouping.Part> before,
      double quantile) {
    return new Target(
        one.target(),
        one.protocol(),
        owner.team().orElse(null),
        owner.service().orElse(null),
        TargetSums.of(now.values(), quantile),
        TargetSums.of(before.values(), quantile),
        one.target().equals(Subject.PEER)
            ? List.of()
            : now.entrySet().stream()
                .map(zones ->
                    new ZoneSums(
                        zones.getKey().sourceZone(),
                        zones.getKey().subject().destinationZone(),
                        TargetSums.of(List.of(zones.getValue()), quantile)))
                .toList());
  }
}
