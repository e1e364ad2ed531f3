// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent;

import dev.zoneprobe.agent.plan.PlanWatch;
import dev.zoneprobe.agent.record.LatencyLedger;
import dev.zoneprobe.agent.report.Backlog;
import dev.zoneprobe.agent.report.Reporter;
import dev.zoneprobe.agent.schedule.ScheduleCounts;
import dev.zoneprobe.agent.target.TargetRoster;
import dev.zoneprobe.agent.telemetry.AgentMeters;
import dev.zoneprobe.measure.interval.SkipReason;
import java.util.Map;
import java.util.function.DoubleSupplier;

/// Which of the agent's own numbers are metrics, and under which names; `docs/metrics.md` tells
/// what they mean and how they must add up.
final class SelfMetrics {
  private final AgentMeters meters;

  SelfMetrics(AgentMeters meters) {
    this.meters = meters;
  }

  void bind(ScheduleCounts counts) {
    counter("due.moments", "Moments at which an attempt was due.", counts::due);
    counter("attempts.begun", "Attempts that began.", counts::begun);
    counter("attempts.ended", "Attempts that ended in an outcome.", counts::ended);
    counter("attempts.broken", "Attempts that a defect of the agent ended.", counts::broken);
    gauge("attempts.in.flight", "Attempts that have begun and not ended.", counts::inFlight);
    for (SkipReason reason : SkipReason.values()) {
      meters.counter(
          "zoneprobe.agent.attempts.skipped",
          "Due moments at which no attempt could begin.",
          Map.of("reason", reason.label()),
          () -> counts.skipped(reason));
    }
  }

  void bind(LatencyLedger ledger, Backlog backlog, Reporter reporter) {
    counter("snapshots.cut", "Snapshots cut.", ledger::cuts);
    counter("snapshots.acknowledged", "Cuts that the collector has.", backlog::acknowledged);
    counter("snapshots.refused", "Cuts that the collector refused for good.", backlog::refused);
    gauge("snapshots.waiting", "Cuts that wait for the collector.", backlog::waiting);
    gauge("backlog.bytes", "Bytes of snapshots that wait.", backlog::bytes);
    counter("backlog.merges", "Pairs of snapshots merged for want of space.", backlog::merges);
    counter("deliveries.failed", "Streams to the collector that broke.", reporter::failures);
  }

  void bind(TargetRoster roster, PlanWatch plan) {
    gauge("targets", "Targets that are probed, peers included.", () -> roster.targets().size());
    gauge("plan.version", "Version of the peer plan in force; 0 before the first.", plan::version);
  }

  private void counter(String name, String help, DoubleSupplier count) {
    meters.counter("zoneprobe.agent." + name, help, Map.of(), count);
  }

  private void gauge(String name, String help, DoubleSupplier value) {
    meters.gauge("zoneprobe.agent." + name, help, Map.of(), value);
  }
}
