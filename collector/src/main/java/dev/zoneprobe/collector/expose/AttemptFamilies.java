// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.expose;

import dev.zoneprobe.collector.expose.zero.FirstFailures;
import dev.zoneprobe.collector.merge.Route;
import dev.zoneprobe.collector.merge.RouteTotals;
import dev.zoneprobe.measure.Failure;
import dev.zoneprobe.measure.Label;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.interval.Counts;
import dev.zoneprobe.measure.interval.SkipReason;
import dev.zoneprobe.measure.trace.Retransmits;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The counters of attempts: how many ended how, how many could not begin, and the SYN segments and
/// others that had to be sent again.
final class AttemptFamilies {
  private static final String NO_REASON = "none";

  private final CounterSnapshot.Builder attempts =
      CounterSnapshot.builder()
          .name("zoneprobe_attempts")
          .help("Attempts that ended, by outcome and reason");
  private final CounterSnapshot.Builder skipped =
      CounterSnapshot.builder()
          .name("zoneprobe_attempts_skipped")
          .help("Attempts that were due and could not begin, by reason");
  private final CounterSnapshot.Builder synRetransmits =
      CounterSnapshot.builder()
          .name("zoneprobe_tcp_syn_retransmits")
          .help("SYN segments that the kernel of the probing host had to send again");
  private final CounterSnapshot.Builder segmentRetransmits =
      CounterSnapshot.builder()
          .name("zoneprobe_tcp_segment_retransmits")
          .help("Segments on established connections that the probing host had to send again");

  private AttemptFamilies() {}

  static List<CounterSnapshot> of(List<RouteTotals> totals) {
    AttemptFamilies families = new AttemptFamilies();
    totals.forEach(families::addAttempts);
    families.addSkipped(totals);
    families.addRetransmits(totals);
    return List.of(
        families.attempts.build(),
        families.skipped.build(),
        families.synRetransmits.build(),
        families.segmentRetransmits.build());
  }

  private void addAttempts(RouteTotals totals) {
    Counts counts = totals.counts();
    Labels route = RouteLabels.of(totals.route());
    attempts.dataPoint(point(counts.successes(), ended(route, Outcome.Kind.SUCCESS, NO_REASON)));
    failures(totals)
        .forEach((failure, count) ->
            attempts.dataPoint(point(count, ended(route, Outcome.Kind.FAILURE, failure.label()))));
  }

  /// What fails first as a rule is told from 0 on: an increase sees no first value.
  private static Map<Failure, Long> failures(RouteTotals totals) {
    Map<Failure, Long> failures = new EnumMap<>(Failure.class);
    FirstFailures.of(totals.route()).forEach(failure -> failures.put(failure, 0L));
    failures.putAll(totals.counts().failures());
    return failures;
  }

  private static Labels ended(Labels route, Label outcome, String reason) {
    return route.merge(Labels.of("outcome", outcome.label(), "reason", reason));
  }

  private void addSkipped(List<RouteTotals> totals) {
    Map<Labels, Long> sums = new TreeMap<>();
    for (RouteTotals one : totals) {
      for (Map.Entry<SkipReason, Long> skip : one.counts().skipped().entrySet()) {
        sums.merge(skipLabels(one.route(), skip.getKey()), skip.getValue(), Long::sum);
      }
    }
    sums.forEach((labels, sum) -> skipped.dataPoint(point(sum, labels)));
  }

  private static Labels skipLabels(Route route, SkipReason reason) {
    return Labels.of(
        "source_zone", route.sourceZone(),
        "target", route.target(),
        "protocol", route.protocol().label(),
        "reason", reason.label());
  }

  private void addRetransmits(List<RouteTotals> totals) {
    Map<Labels, Retransmits> sums = new TreeMap<>();
    for (RouteTotals one : totals) {
      sums.merge(pairLabels(one.route()), one.counts().retransmits(), Retransmits::plus);
    }
    sums.forEach((labels, sum) -> {
      synRetransmits.dataPoint(point(sum.syns(), labels));
      segmentRetransmits.dataPoint(point(sum.segments(), labels));
    });
  }

  private static Labels pairLabels(Route route) {
    return Labels.of(
        "source_zone", route.sourceZone(),
        "destination_zone", route.destinationZone(),
        "target", route.target());
  }

  private static CounterDataPointSnapshot point(long value, Labels labels) {
    return CounterDataPointSnapshot.builder().value((double) value).labels(labels).build();
  }
}
