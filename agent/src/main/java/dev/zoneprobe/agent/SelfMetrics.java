// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent;

import dev.zoneprobe.agent.host.noise.OwnNoise;
import dev.zoneprobe.agent.host.noise.StallCause;
import dev.zoneprobe.agent.plan.PlanWatch;
import dev.zoneprobe.agent.recent.NodeLatencies;
import dev.zoneprobe.agent.record.AttemptRecorder;
import dev.zoneprobe.agent.record.LatencyLedger;
import dev.zoneprobe.agent.reload.LoadHistory;
import dev.zoneprobe.agent.report.DeliveryLog;
import dev.zoneprobe.agent.report.backlog.BacklogCounts;
import dev.zoneprobe.agent.report.backlog.BacklogCounts.Abandonment;
import dev.zoneprobe.agent.report.files.Predecessors.Succession;
import dev.zoneprobe.agent.report.replica.Replicas;
import dev.zoneprobe.agent.schedule.ScheduleCounts;
import dev.zoneprobe.agent.target.TargetRoster;
import dev.zoneprobe.agent.telemetry.AgentMeters;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.SourceState;
import dev.zoneprobe.measure.interval.SkipReason;
import dev.zoneprobe.tls.Expiring;
import dev.zoneprobe.watch.FileValue;
import dev.zoneprobe.watch.FileWatch;
import io.prometheus.metrics.core.metrics.Histogram;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.ObjLongConsumer;

/// Which of the agent's own numbers are metrics, and under which names; `docs/metrics.md` tells
/// what they mean and how they must add up.
final class SelfMetrics {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double[] STALL_BOUNDS = {
    0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5
  };

  private final AgentMeters meters;

  SelfMetrics(AgentMeters meters) {
    this.meters = meters;
  }

  void bind(ScheduleCounts counts) {
    counter("zoneprobe.agent.due.moments", "Moments at which an attempt was due.", counts::due);
    counter("zoneprobe.agent.attempts.begun", "Attempts that began.", counts::begun);
    counter(
        "zoneprobe.agent.attempts.broken",
        "Attempts that a defect of the agent ended.",
        counts::broken);
    gauge(
        "zoneprobe.agent.attempts.in.flight",
        "Attempts that have begun and not ended.",
        counts::inFlight);
    for (Outcome.Kind outcome : Outcome.Kind.values()) {
      meters.counter(
          "zoneprobe.agent.attempts.ended",
          "Attempts that ended in an outcome.",
          Map.of("outcome", outcome.label()),
          () -> counts.ended(outcome));
    }
    for (SkipReason reason : SkipReason.values()) {
      meters.counter(
          "zoneprobe.agent.attempts.skipped",
          "Due moments at which no attempt could begin.",
          Map.of("reason", reason.label()),
          () -> counts.skipped(reason));
    }
  }

  void bind(LatencyLedger ledger, BacklogCounts backlog) {
    counter("zoneprobe.agent.snapshots.cut", "Snapshots cut.", ledger::cuts);
    counter(
        "zoneprobe.agent.snapshots.inherited",
        "Cuts that earlier agents left in the state directory.",
        backlog::inherited);
    counter(
        "zoneprobe.agent.snapshots.acknowledged",
        "Cuts that a collector has.",
        backlog::acknowledged);
    counter(
        "zoneprobe.agent.snapshots.refused",
        "Cuts that a collector refused for good, or that were too large for any.",
        backlog::refused);
    for (Abandonment why : Abandonment.values()) {
      meters.counter(
          "zoneprobe.agent.snapshots.abandoned",
          "Cuts that were given up: in doubt at a collector that is gone, or for want of space.",
          Map.of("reason", why.label()),
          () -> backlog.abandoned(why));
    }
    gauge("zoneprobe.agent.snapshots.waiting", "Cuts that wait for a receipt.", backlog::waiting);
    gauge(
        "zoneprobe.agent.snapshots.in.doubt",
        "Waiting cuts that were sent and may have arrived.",
        backlog::inDoubt);
    gauge(
        "zoneprobe.agent.snapshots.stranded",
        "Waiting cuts in doubt at a collector that has not been met for a minute.",
        backlog::stranded);
    gauge("zoneprobe.agent.backlog.bytes", "Bytes of snapshots that wait.", backlog::bytes);
    counter(
        "zoneprobe.agent.backlog.merges",
        "Pairs of snapshots merged for want of space.",
        backlog::merges);
    counter(
        "zoneprobe.agent.slow.attempts.dropped",
        "Attempts that snapshots had no room to tell whole.",
        backlog::attemptsDropped);
    counter(
        "zoneprobe.agent.peer.attempts.left.out",
        "Attempts on peers in no sum of their node, because there were too many nodes.",
        () -> ledger.leftOut() + backlog.peerAttemptsDropped());
  }

  void bind(DeliveryLog deliveries, Replicas replicas) {
    counter(
        "zoneprobe.agent.deliveries.failed",
        "Streams to a collector that broke or could not be opened.",
        deliveries::failures);
    counter(
        "zoneprobe.agent.collector.moves",
        "How often another collector took over.",
        deliveries::moves);
    counter(
        "zoneprobe.agent.series.refused",
        "Series that a collector left out of snapshots for a limit.",
        deliveries::refusedSeries);
    gauge("zoneprobe.agent.collectors", "Addresses of collectors that are known.", replicas::size);
  }

  void bind(Succession succession) {
    counter(
        "zoneprobe.agent.state.failures",
        "Files of the state directory that could not be written, renamed or deleted.",
        succession.directory()::failures);
    counter(
        "zoneprobe.agent.state.files.set.aside",
        "Snapshots that were damaged or of others when the agent started.",
        succession.directory()::setAside);
  }

  void bind(AttemptRecorder recorder) {
    gauge(
        "zoneprobe.agent.slow.attempts.kept",
        "Places that slow and failed attempts take.",
        recorder::kept);
    counter(
        "zoneprobe.agent.slow.attempts.evicted",
        "Places that attempts lost to others or to age.",
        recorder::evicted);
  }

  void bind(NodeLatencies latencies) {
    counter(
        "zoneprobe.agent.node.durations.left.out",
        "Durations in no quantile of the node, because there were too many series.",
        latencies::leftOut);
  }

  void bind(TargetRoster roster, PlanWatch plan) {
    gauge(
        "zoneprobe.agent.targets",
        "Targets that are probed, peers included.",
        () -> roster.targets().size());
    gauge(
        "zoneprobe.agent.targets.unverified",
        "Targets whose certificates are not verified.",
        () ->
            roster.targets().stream()
                .filter(target -> target.endpoint().skipsVerification())
                .count());
    gauge(
        "zoneprobe.agent.plan.version",
        "Version of the peer plan in force; 0 before the first.",
        plan::version);
  }

  void bind(OwnNoise noise) {
    for (SourceState state : SourceState.values()) {
      meters.counter(
          "zoneprobe.agent.attempts.judged",
          "Attempts by what the host was like while they ran.",
          Map.of("source_state", state.label()),
          () -> noise.judged(state));
    }
    counter(
        "zoneprobe.agent.attempts.judged.early",
        "Attempts judged by what was known at their end, too many being held back.",
        noise::judgedEarly);
    gauge(
        "zoneprobe.agent.attempts.unjudged",
        "Attempts that have ended and are held back until they can be judged.",
        noise::waiting);
    noise
        .sources()
        .forEach((source, available) ->
            meters.gauge(
                "zoneprobe.agent.noise.source",
                "Whether this host has what stalls or pressure are noticed by.",
                Map.of("source", source),
                () -> available ? 1 : 0));
  }

  /// Where each stall of the agent goes, with its length in nanoseconds.
  ObjLongConsumer<StallCause> stalls() {
    Histogram stalls =
        meters.histogram(
            "zoneprobe_agent_stall_seconds",
            "Stalls of the agent, of a millisecond or more, by cause.",
            "cause",
            STALL_BOUNDS);
    return (cause, nanos) -> stalls.labelValues(cause.label()).observe(nanos / NANOS_PER_SECOND);
  }

  void bind(LoadHistory loads) {
    gauge(
        "zoneprobe.agent.config.last.reload.successful",
        "1 if what the configuration's file says is in force, 0 if it was refused.",
        () -> loads.isRefused() ? 0 : 1);
    gauge(
        "zoneprobe.agent.config.last.reload.success.timestamp.seconds",
        "When the configuration was last read without mistakes.",
        () -> loads.lastSuccess().getEpochSecond());
    for (LoadHistory.Outcome outcome : LoadHistory.Outcome.values()) {
      meters.counter(
          "zoneprobe.agent.config.reloads",
          "How often the configuration was read again.",
          Map.of("outcome", outcome.label()),
          () -> loads.count(outcome));
    }
  }

  void bind(FileWatch files, List<Expiring> certificates) {
    for (FileValue<?> file : files.values()) {
      reloads(file, "applied", file::applied);
      reloads(file, "refused", file::refused);
      meters.gauge(
          "zoneprobe.agent.file.last.reload.successful",
          "1 if what a certificate's file holds is in force, 0 if it was refused.",
          Map.of("file", file.name()),
          () -> file.isInForce() ? 1 : 0);
    }
    for (Expiring certificate : certificates) {
      meters.gauge(
          "zoneprobe.agent.certificate.expiry.timestamp.seconds",
          "When a certificate of the agent, or of an authority that it trusts, ends to be valid.",
          Map.of("certificate", certificate.name()),
          () -> certificate.expiry().getEpochSecond());
    }
  }

  private void reloads(FileValue<?> file, String outcome, DoubleSupplier count) {
    meters.counter(
        "zoneprobe.agent.file.reloads",
        "How often a changed certificate was read, and how it went.",
        Map.of("file", file.name(), "outcome", outcome),
        count);
  }

  private void counter(String name, String help, DoubleSupplier count) {
    meters.counter(name, help, Map.of(), count);
  }

  private void gauge(String name, String help, DoubleSupplier value) {
    meters.gauge(name, help, Map.of(), value);
  }
}
