// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.terminal;

import dev.zoneprobe.agent.schedule.Schedule;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.SourceState;
import dev.zoneprobe.measure.interval.Counts;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.LatencyHistogram;
import dev.zoneprobe.measure.interval.QuantileEstimate;
import dev.zoneprobe.measure.interval.SkipReason;
import dev.zoneprobe.measure.interval.SubjectInterval;
import dev.zoneprobe.measure.trace.Retransmits;
import dev.zoneprobe.terminal.DurationText;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// A run of attempts as a table for people: one block a target, one row a phase.
public final class ProbeText {
  private static final String TOO_FEW = "·";
  private static final String ROW = "  %-14s %8s %10s %10s %10s %10s %10s%n";

  private static final String FAILURES_COUNT =
      "The response of a failed attempt counts to its deadline: it never got one.%n".formatted();

  private final StringBuilder text = new StringBuilder();
  private final TreeSet<Double> tooFew = new TreeSet<>();

  private final Map<String, LookupTally.Answers> lookups;

  private final Map<String, PeerTally.Peers> peers;

  private final DetailTally details;

  private ProbeText(
      Map<String, LookupTally.Answers> lookups,
      Map<String, PeerTally.Peers> peers,
      DetailTally details) {
    this.lookups = lookups;
    this.peers = peers;
    this.details = details;
  }

  /// The table of everything in `snapshot` and the tallies.
  public static String of(
      IntervalSnapshot snapshot, LookupTally lookups, PeerTally peers, DetailTally details) {
    ProbeText table = new ProbeText(lookups.byTarget(), peers.byTarget(), details);
    snapshot.subjects().forEach(table::target);
    table.legend(snapshot.subjects().stream().anyMatch(one -> one.counts().failed() > 0));
    return table.text.toString();
  }

  private void target(SubjectInterval interval) {
    Counts counts = interval.counts();
    long skips = counts.skipped().getOrDefault(SkipReason.IN_FLIGHT_LIMIT, 0L);
    text.append(
        "%s: %d attempts, %d succeeded, %d failed%s%n"
            .formatted(
                interval.subject().target(),
                counts.ended(),
                counts.successes(),
                counts.failed(),
                skips == 0 ? "" : ", " + skips + " skipped"));
    if (!counts.failures().isEmpty()) {
      text.append("  failures: ").append(reasons(counts)).append(System.lineSeparator());
      details
          .of(interval.subject().target())
          .forEach((detail, count) -> text.append("    %d: %s%n".formatted(count, detail)));
    }
    if (skips > 0) {
      text.append(
          "  skipped: %d because %d attempts were in flight%n"
              .formatted(skips, Schedule.MOST_IN_FLIGHT));
    }
    if (!counts.retransmits().equals(Retransmits.NONE)) {
      text.append(
          "  TCP segments sent again: %d SYNs, %d others%n"
              .formatted(counts.retransmits().syns(), counts.retransmits().segments()));
    }
    Optional.ofNullable(lookups.get(interval.subject().target())).ifPresent(this::lookups);
    Optional.ofNullable(peers.get(interval.subject().target())).ifPresent(this::peers);
    PhaseTable table = PhaseTable.of(interval);
    noise(table.states());
    table.histograms().forEach(this::connection);
    text.append(System.lineSeparator());
  }

  private void lookups(LookupTally.Answers answers) {
    text.append(
        "  lookups: %d with %d queries; %s; answered by %s%n"
            .formatted(
                answers.lookups(),
                answers.queries(),
                counts(answers.rcodes()),
                answers.nameservers().isEmpty() ? "nobody" : counts(answers.nameservers())));
  }

  private void peers(PeerTally.Peers met) {
    text.append(
        "  peers over %s: %s%n"
            .formatted(String.join(" and ", met.families().keySet()), counts(met.addresses())));
    met.certificateExpiry()
        .ifPresent(expiry -> text.append("  certificate valid until %s%n".formatted(expiry)));
  }

  private static String counts(Map<String, Long> counts) {
    return counts.entrySet().stream()
        .map(entry -> entry.getKey() + " " + entry.getValue())
        .collect(Collectors.joining(", "));
  }

  private void noise(Map<SourceState, Long> states) {
    long busy = states.getOrDefault(SourceState.BUSY, 0L);
    long stalled = states.getOrDefault(SourceState.STALLED, 0L);
    if (busy + stalled > 0) {
      text.append(
          "  disturbed by this host: busy %d, this program stalled %d%n".formatted(busy, stalled));
    }
  }

  private static String reasons(Counts counts) {
    return counts.failures().entrySet().stream()
        .map(reason -> reason.getKey().label() + " " + reason.getValue())
        .collect(Collectors.joining(", "));
  }

  private void connection(Connection connection, Map<Phase, LatencyHistogram> phases) {
    text.append(
        ROW.formatted(connection.label() + ":", "count", "p50", "p90", "p99", "p99.9", "max"));
    phases.forEach((phase, histogram) ->
        text.append(
            ROW.formatted(
                phase.label(),
                histogram.count(),
                quantile(histogram, 0.5),
                quantile(histogram, 0.9),
                quantile(histogram, 0.99),
                quantile(histogram, 0.999),
                DurationText.of(histogram.maxNanos()))));
  }

  private String quantile(LatencyHistogram histogram, double quantile) {
    return QuantileEstimate.of(histogram, quantile)
        .map(estimate -> DurationText.of(estimate.estimateNanos()))
        .orElseGet(() -> {
          tooFew.add(quantile);
          return TOO_FEW;
        });
  }

  private void legend(boolean hasFailures) {
    if (hasFailures) {
      text.append(FAILURES_COUNT);
    }
    if (!tooFew.isEmpty()) {
      String needs =
          tooFew.stream()
              .map(q -> "p%s needs %d".formatted(percent(q), QuantileEstimate.samplesNeeded(q)))
              .collect(Collectors.joining(", "));
      text.append("%s too few attempts for this quantile: %s%n".formatted(TOO_FEW, needs));
    }
  }

  private static String percent(double quantile) {
    return String.valueOf(quantile * 100).replaceFirst("\\.0$", "");
  }
}
