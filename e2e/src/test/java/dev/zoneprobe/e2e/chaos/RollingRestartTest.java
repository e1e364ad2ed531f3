// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zoneprobe.e2e.chaos.fleet.AgentMember;
import dev.zoneprobe.e2e.chaos.fleet.ChaosFleet;
import dev.zoneprobe.e2e.chaos.fleet.CollectorMember;
import dev.zoneprobe.e2e.chaos.truth.Recount;
import dev.zoneprobe.e2e.kit.Program;
import dev.zoneprobe.e2e.kit.RequiresProgram;
import dev.zoneprobe.e2e.kit.observer.ResultFile;
import dev.zoneprobe.e2e.kit.server.Nginx;
import dev.zoneprobe.measure.NanoClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Both collectors are restarted, one after the other, while agents report.
@Tag("slow")
@RequiresProgram(Program.NGINX)
final class RollingRestartTest {
  private static final Duration INTERVAL = Duration.ofSeconds(10);
  private static final List<String> ZONES = List.of("zone-a", "zone-b", "zone-c", "zone-d");

  private final NanoClock clock = NanoClock.SYSTEM;

  enum Way {
    STOP,
    KILL;

    void end(CollectorMember collector) {
      switch (this) {
        case STOP -> collector.stop();
        case KILL -> collector.kill();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void losesAndDoublesNothingAndIsOverWithinTwoIntervals(Way way) throws Exception {
    String name = "rolling-restart-" + way.name().toLowerCase(Locale.ROOT);
    Path folder = Workspace.empty(name);
    List<Path> stores = List.of(folder.resolve("store-1"), folder.resolve("store-2"));
    String report = "interval: " + INTERVAL.toSeconds() + "s";
    try (Nginx nginx = Nginx.keepingConnections();
        ChaosFleet fleet = new ChaosFleet(folder, stores, ZONES, report, targets(nginx))) {
      fleet.start();
      await().atMost(INTERVAL.multipliedBy(6)).until(() -> hasCut(fleet.agents(), 2));

      for (CollectorMember collector : fleet.collectors()) {
        way.end(collector);
        collector.start();
        fleet.awaitReady();
      }
      Duration caughtUp = timeUntilNothingWaits(fleet.agents());
      Recount recount = fleet.recount();

      ResultFile.write(
          name + ".txt",
          "%s both collectors, one after the other: agents caught up after %.1f s of at most %d s%n%s"
              .formatted(
                  way, caughtUp.toMillis() / 1e3, 2 * INTERVAL.toSeconds(), recount.table()));
      assertThat(recount.disagreements()).isEmpty();
      assertThat(recount.cut().attempts()).isPositive();
      assertThat(caughtUp).isLessThanOrEqualTo(INTERVAL.multipliedBy(2));
    }
  }

  private static String targets(Nginx nginx) {
    return """
    mesh: {protocols: [tcp], interval: 200ms}
    targets:
      - {name: good, url: "%s", interval: 50ms}
    """
        .formatted(nginx.url("/ok"));
  }

  private static boolean hasCut(List<AgentMember> agents, int snapshots) throws Exception {
    for (AgentMember agent : agents) {
      if (!agent.isUp() || agent.metric("snapshots_acknowledged_total") < snapshots) {
        return false;
      }
    }
    return true;
  }

  private Duration timeUntilNothingWaits(List<AgentMember> agents) {
    long beginNanos = clock.nanos();
    for (AgentMember agent : agents) {
      await()
          .atMost(INTERVAL.multipliedBy(12))
          .pollInterval(Duration.ofMillis(50))
          .until(() ->
              agent.metric("snapshots_waiting") <= 1 && agent.metric("snapshots_in_doubt") == 0);
    }
    return Duration.ofNanos(clock.nanos() - beginNanos);
  }
}
