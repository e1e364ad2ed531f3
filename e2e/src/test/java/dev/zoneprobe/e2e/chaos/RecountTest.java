// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.e2e.chaos.fleet.AgentMember;
import dev.zoneprobe.e2e.chaos.fleet.ChaosFleet;
import dev.zoneprobe.e2e.chaos.mishap.Chaos;
import dev.zoneprobe.e2e.chaos.mishap.ChaosPlan;
import dev.zoneprobe.e2e.chaos.mishap.Victim;
import dev.zoneprobe.e2e.chaos.truth.Chronicle;
import dev.zoneprobe.e2e.chaos.truth.Recount;
import dev.zoneprobe.e2e.kit.FreePort;
import dev.zoneprobe.e2e.kit.Program;
import dev.zoneprobe.e2e.kit.RequiresProgram;
import dev.zoneprobe.e2e.kit.observer.Prometheus;
import dev.zoneprobe.e2e.kit.observer.ResultFile;
import dev.zoneprobe.e2e.kit.server.Nginx;
import dev.zoneprobe.measure.NanoClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Every attempt that an agent had cut is in the collectors' counters exactly once, whatever
/// happens to agents, collectors and the network between them.
///
/// `-Dchaos.seconds=` says for how long it happens (180), `-Dchaos.seed=` what.
@Tag("slow")
@RequiresProgram({Program.NGINX, Program.PROMETHEUS})
final class RecountTest {
  private static final Duration SCRAPED_EVERY = Duration.ofSeconds(1);
  private static final List<String> ZONES = List.of("zone-a", "zone-a", "zone-b", "zone-c");

  private final long seed =
      Long.getLong("chaos.seed", ThreadLocalRandom.current().nextLong(1_000_000));
  private final Duration length = Duration.ofSeconds(Long.getLong("chaos.seconds", 180));
  private final NanoClock clock = NanoClock.SYSTEM;

  @Test
  void countsEachCutAttemptOnceAndNoCounterEverGoesDown() throws Exception {
    System.out.println("chaos: -Dchaos.seed=" + seed + " -Dchaos.seconds=" + length.toSeconds());
    Path folder = Workspace.empty("recount");
    List<Path> stores = List.of(folder.resolve("store-1"), folder.resolve("store-2"));
    String report = "interval: 1s, backlog: 64KiB";
    long beginNanos = clock.nanos();
    try (Nginx nginx = Nginx.keepingConnections();
        ChaosFleet fleet = new ChaosFleet(folder, stores, ZONES, report, targets(nginx))) {
      fleet.start();
      try (Prometheus prometheus = Prometheus.classic(SCRAPED_EVERY, addresses(fleet))) {
        fleet.awaitCalm();
        ChaosPlan plan = ChaosPlan.draw(seed, length, Victim.of(fleet));
        Chaos chaos = new Chaos(clock);
        try {
          chaos.run(plan);
          fleet.awaitCalm();
        } finally {
          System.out.println(chaos.story());
        }
        Recount recount = fleet.recount();

        Duration ran = Duration.ofNanos(clock.nanos() - beginNanos);
        ResultFile.write(
            "recount.txt",
            heading(plan, fleet.chronicle()) + witness(prometheus, ran) + recount.table());
        assertThat(fleet.agents()).allMatch(agent -> agent.archive().waiting() == 0);
        assertThat(recount.disagreements()).isEmpty();
        assertThat(recount.cut().attempts()).as("attempts").isGreaterThan(1_000);
        assertNoCounterWentDown(prometheus, ran);
      }
      assertNothingWasGivenUp(fleet.agents());
    }
  }

  /// Targets that answer, fail and refuse, and peers in other zones.
  private static String targets(Nginx nginx) {
    return """
    mesh: {protocols: [tcp], interval: 200ms}
    targets:
      - {name: good, url: "%s", interval: 50ms, connections: [reused]}
      - {name: broken, url: "%s", interval: 100ms, connections: [reused]}
      - {name: refused, url: "tcp://127.0.0.1:%d", interval: 100ms}
    """
        .formatted(nginx.url("/ok"), nginx.url("/500"), FreePort.next());
  }

  private static String[] addresses(ChaosFleet fleet) {
    return fleet.collectors().stream().map(one -> one.address()).toArray(String[]::new);
  }

  private String heading(ChaosPlan plan, Chronicle chronicle) {
    return """
    %d s of chaos (seed %d): %s
    %d lives of %d agents cut %,d snapshots, %d files held several of them
    """
        .formatted(
            length.toSeconds(),
            seed,
            Chaos.summary(plan),
            chronicle.boots(),
            ZONES.size(),
            chronicle.cuts(),
            chronicle.merged());
  }

  /// What Prometheus saw. Counts of what a collector had done are lost when it dies, so the truth
  /// is more.
  private static String witness(Prometheus prometheus, Duration ran) {
    return "%.0f scrapes; at least %.0f snapshots came again to a store that had them%n"
        .formatted(
            number(prometheus, "sum(sum_over_time(up[%ds]))", ran),
            number(
                prometheus,
                "sum(max_over_time(zoneprobe_collector_snapshots_duplicate_total[%ds]))",
                ran));
  }

  private static double number(Prometheus prometheus, String question, Duration ran) {
    return prometheus.query(question.formatted(ran.toSeconds() + 60)).getFirst().value();
  }

  /// Those that must outlive a collector; what it counts about itself begins at zero.
  private static void assertNoCounterWentDown(Prometheus prometheus, Duration since) {
    for (String counter :
        List.of(
            "zoneprobe_attempts_total",
            "zoneprobe_attempts_skipped_total",
            "zoneprobe_tcp_syn_retransmits_total",
            "zoneprobe_tcp_segment_retransmits_total",
            "zoneprobe_duration_seconds_count",
            "zoneprobe_duration_seconds_sum",
            "zoneprobe_duration_seconds_bucket")) {
      String resets = "resets(%s[%ds])".formatted(counter, since.toSeconds() + 60);
      assertThat(prometheus.query(resets + " > 0")).as(counter).isEmpty();
    }
    assertThat(prometheus.query("zoneprobe_attempts_total")).isNotEmpty();
  }

  private static void assertNothingWasGivenUp(List<AgentMember> agents) {
    for (AgentMember agent : agents) {
      assertThat(agent.output())
          .as(agent.toString())
          .contains("; 0 left to the next agent")
          .doesNotContain("set aside", "a defect");
    }
  }
}
