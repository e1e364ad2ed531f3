// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.noise;

import static org.awaitility.Awaitility.await;

import dev.zoneprobe.e2e.kit.Program;
import dev.zoneprobe.e2e.kit.RequiresProgram;
import dev.zoneprobe.e2e.kit.server.Nginx;
import dev.zoneprobe.measure.Attempt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
@RequiresProgram(Program.NGINX)
final class NoiseTest {
  private static final int CORES = Runtime.getRuntime().availableProcessors();

  @Test
  void marksAttemptsThatTheHostHasSpoilt() throws Exception {
    try (Nginx nginx = Nginx.keepingConnections();
        Burners burners = new Burners(3 * CORES);
        ProbingAgent agent =
            new ProbingAgent("tcp://127.0.0.1:" + nginx.port(), nginx.url("/ok"))) {
      List<Attempt> _ = collect(agent, 5_00);
      List<Attempt> idle = new ArrayList<>();
      List<Attempt> burning = new ArrayList<>();
      for (int round = 0; round < 10; round++) {
        idle.addAll(collect(agent, 400));
        burners.burn();
        burning.addAll(collect(agent, 200));
        burners.rest();
        burning.addAll(collect(agent, 200));
      }
      new NoiseTable(idle, burning).print();
    }
  }

  private static List<Attempt> collect(ProbingAgent agent, int count) {
    await().atMost(Duration.ofSeconds(60)).until(() -> agent.judged() >= count);
    return agent.take();
  }
}
