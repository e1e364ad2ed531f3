// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zoneprobe.agent.FakeCollector.Answer;
import dev.zoneprobe.agent.RealTime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whatever happens to an agent and three collectors, in the end every cut is in exactly one store
/// exactly once.
class ExactlyOnceTest {
  private static final Logger LOG = LoggerFactory.getLogger(ExactlyOnceTest.class);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int STORES = 3;
  private static final int EVENTS = 150;

  @TempDir private Path directory;

  /// Seeds that once found something, and new ones.
  static LongStream seeds() {
    return LongStream.concat(LongStream.of(1, 2), new Random().longs(4));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyCutIsInOneStoreOnce(long seed) throws IOException {
    LOG.info("seed {}", seed);
    try (FakeFleet fleet = new FakeFleet(STORES);
        World world = new World(new Random(seed), fleet, directory)) {
      for (int i = 0; i < EVENTS; i++) {
        world.happen();
      }
      world.calmDown();

      assertThat(world.cuts).hasSizeGreaterThan(1);
      world.cuts.forEach((boot, cuts) ->
          assertThat(fleet.cuts(boot))
              .as("cuts of %s, seed %d", boot, seed)
              .isEqualTo(LongStream.rangeClosed(1, cuts).boxed().toList()));
      assertThat(fleet.attempts()).isEqualTo(world.totalCuts());
      assertThat(fleet.violations()).as("seed %d", seed).isEmpty();
    }
  }

  /// Three collectors, one agent, and what can happen to them.
  private static final class World implements AutoCloseable {
    final Map<String, Long> cuts = new LinkedHashMap<>();
    private final Random random;
    private final FakeFleet fleet;
    private final Path directory;
    private String boot = "";
    private ReportingAgent agent;

    World(Random random, FakeFleet fleet, Path directory) throws IOException {
      this.random = random;
      this.fleet = fleet;
      this.directory = directory;
      this.agent = run();
    }

    private ReportingAgent run() throws IOException {
      boot = "boot-" + (cuts.size() + 1);
      cuts.put(boot, 0L);
      return ReportingAgent.in(directory, boot, fleet.name(), fleet::resolve);
    }

    void happen() throws IOException {
      switch (random.nextInt(10)) {
        case 0 -> fleet.kill(random.nextInt(STORES));
        case 1, 2 -> startSomewhere(random.nextInt(STORES), random.nextInt(STORES));
        case 3 -> restartAgent();
        case 4, 5 -> letTimePass();
        default -> cut(1 + random.nextInt(4));
      }
    }

    private void startSomewhere(int store, int place) throws IOException {
      if (!fleet.isUp(place) && !fleet.isServed(store)) {
        Random moods = new Random(random.nextLong());
        fleet.start(store, place).answering(_ -> answer(moods.nextInt(100)));
      }
    }

    private static Answer answer(int mood) {
      return switch (mood) {
        case 0, 1, 2, 3, 4 -> Answer.BREAK;
        case 5, 6, 7, 8, 9 -> Answer.KEEP_AND_BREAK;
        case 10, 11 -> Answer.KEEP_SILENTLY;
        case 12, 13 -> Answer.LOSE_SILENTLY;
        case 14, 15 -> Answer.WRONG_RECEIPT;
        default -> Answer.RECEIPT;
      };
    }

    private void restartAgent() throws IOException {
      agent.close();
      agent = run();
    }

    private void letTimePass() {
      Duration delay = Duration.ofMillis(1 + random.nextInt(100));
      RealTime.passes(delay, "anything may happen meanwhile, or nothing");
    }

    private void cut(int times) {
      agent.cut(times);
      cuts.merge(boot, (long) times, Long::sum);
    }

    /// All collectors come back, somewhere, and do what they should.
    void calmDown() throws IOException {
      int shift = random.nextInt(STORES);
      for (int place = 0; place < STORES; place++) {
        fleet.kill(place);
      }
      for (int place = 0; place < STORES; place++) {
        fleet.start((place + shift) % STORES, place);
      }
      await().atMost(PATIENCE).until(agent::isDelivered);
    }

    long totalCuts() {
      return cuts.values().stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public void close() {
      agent.close();
    }
  }
}
