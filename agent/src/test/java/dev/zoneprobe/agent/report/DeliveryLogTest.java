// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zoneprobe.agent.FakeCollector;
import dev.zoneprobe.agent.FakeCollector.Answer;
import dev.zoneprobe.agent.LogLines;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is told of delivery that fails and works by turns.
final class DeliveryLogTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private LogLines log;

  @BeforeEach
  void listen() {
    log = new LogLines(DeliveryLog.class);
  }

  @AfterEach
  void hush() {
    log.close();
  }

  private List<String> told() {
    return log.lines().stream()
        .filter(line -> line.contains("failed, snapshots are kept") || line.contains("works again"))
        .map(line -> line.replaceAll(" .*", ""))
        .toList();
  }

  /// As a collector treats agents of one name: each stream gets a receipt, and is ended.
  @Test
  void aStreamThatIsEndedAfterEachReceiptDoesNotWorkAgain() throws IOException {
    try (FakeCollector collector = new FakeCollector(0);
        ReportingAgent agent = ReportingAgent.of("127.0.0.1:" + collector.port())) {
      AtomicInteger frames = new AtomicInteger();
      collector.answering(_ -> frames.incrementAndGet() % 2 == 0 ? Answer.BREAK : Answer.RECEIPT);

      agent.cut(8);
      await().atMost(PATIENCE).until(agent::isDelivered);

      assertThat(agent.courier.log().failures()).isGreaterThanOrEqualTo(7);
      assertThat(told()).containsExactly("WARNING");
    }
  }

  @Test
  void aStreamThatLastsWorksAgain() throws IOException {
    try (FakeCollector collector = new FakeCollector(0);
        ReportingAgent agent = ReportingAgent.of("127.0.0.1:" + collector.port())) {
      collector.answering(_ -> Answer.BREAK);
      agent.cut();
      await().atMost(PATIENCE).until(() -> !told().isEmpty());
      collector.answering(_ -> Answer.RECEIPT);

      await()
          .atMost(PATIENCE)
          .until(() -> {
            agent.cut();
            return told().size() == 2;
          });

      assertThat(told()).containsExactly("WARNING", "INFO");
    }
  }
}
