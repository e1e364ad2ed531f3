// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.ingest.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.measure.NanoClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Streams of one node that give way: by turns, if several agents have its name.
final class SharedNamesTest {
  private final AtomicLong now = new AtomicLong();
  private final NanoClock clock = now::get;
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final NodeStreams<Object> streams = new NodeStreams<>(new SharedNames(meters, clock));
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Logger logger = Logger.getLogger(SharedNames.class.getName());
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          lines.add(line.getLevel() + " " + new SimpleFormatter().formatMessage(line));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    logger.addHandler(handler);
  }

  @AfterEach
  void hush() {
    logger.removeHandler(handler);
  }

  private void open(String node, String... boots) {
    for (String boot : boots) {
      streams.add(node, boot, new Object());
    }
  }

  /// Three agents, each of which comes back as soon as it gave way.
  private void openByTurns(String node) {
    for (int turn = 0; turn < 5; turn++) {
      open(node, "boot-a", "boot-b", "boot-c");
    }
  }

  private double gaveWay() {
    return meters.get("zoneprobe.collector.streams.gave.way").counter().count();
  }

  @Test
  void aNameThatSeveralAgentsHaveIsToldOnceAnHour() {
    openByTurns("node-1");
    openByTurns("node-1");

    assertThat(lines)
        .singleElement()
        .asString()
        .startsWith("WARNING several agents say that they are node node-1")
        .contains("node.name");
    assertThat(gaveWay()).isEqualTo(28);

    now.addAndGet(Duration.ofMinutes(61).toNanos());
    openByTurns("node-1");

    assertThat(lines).hasSize(2);
  }

  @Test
  void eachNodeIsToldOfByItself() {
    openByTurns("node-1");
    openByTurns("node-2");

    assertThat(lines).hasSize(2);
  }

  @Test
  void anAgentThatIsStartedAgainAndAgainIsAlone() {
    for (int boot = 0; boot < 20; boot++) {
      open("node-1", "boot-" + boot);
    }

    assertThat(lines).isEmpty();
    assertThat(gaveWay()).isEqualTo(18);
  }

  @Test
  void anAgentThatConnectsAgainAndAgainIsAlone() {
    open("node-1", "before");
    for (int stream = 0; stream < 20; stream++) {
      open("node-1", "boot");
    }

    assertThat(lines).isEmpty();
  }

  /// Who makes names up does not make the log grow with each of them.
  @Test
  void remembersAThousandNodes() {
    for (int node = 0; node < 1_100; node++) {
      openByTurns("node-" + node);
    }
    assertThat(lines).hasSize(1_000);

    now.addAndGet(Duration.ofMinutes(61).toNanos());
    openByTurns("node-1099");

    assertThat(lines).hasSize(1_001);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "two\nlines", "\u001b[2J"})
  void nothingThatNoNodeIsCalledIsLogged(String name) {
    openByTurns(name);

    assertThat(lines).isEmpty();
    assertThat(gaveWay()).isEqualTo(13);
  }
}
