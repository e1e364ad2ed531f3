// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zoneprobe.e2e.kit.Program;
import dev.zoneprobe.e2e.kit.RequiresProgram;
import dev.zoneprobe.e2e.kit.TemporaryFolder;
import dev.zoneprobe.e2e.kit.server.Nginx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ReloadTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final int admin = WatchedAgent.freePort();

  /// How people and tools bring a new version of a file.
  enum Way {
    WRITTEN_OVER {
      @Override
      void replace(Path file, String text) throws IOException {
        Files.writeString(file, text);
      }
    },
    RENAMED {
      @Override
      void replace(Path file, String text) throws IOException {
        Path next = Files.writeString(file.resolveSibling("next"), text);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
      }
    };

    abstract void replace(Path file, String text) throws IOException;
  }

  private String settings(String targets) {
    return WatchedAgent.settings(admin, "targets:\n" + targets);
  }

  private static String refused(String name) {
    return "  - {name: %s, url: 'tcp://127.0.0.1:1', interval: 100ms}%n".formatted(name);
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void followsAFileHoweverItIsReplaced(Way way) throws Exception {
    try (TemporaryFolder folder = TemporaryFolder.create("reload")) {
      Path file = folder.write("agent.yaml", settings(refused("one")));
      try (WatchedAgent agent = WatchedAgent.start(file, admin)) {
        way.replace(file, settings(refused("one") + refused("two")));

        await().atMost(PATIENCE).until(() -> agent.reloads("applied") == 1);

        assertThat(agent.metric("targets", Map.of())).isEqualTo(2);
      }
    }
  }

  @Test
  @RequiresProgram(Program.NGINX)
  void keepsConnectionsOfTargetsThatAConfigMapLeavesAsTheyAre() throws Exception {
    try (Nginx nginx = Nginx.keepingConnections();
        ConfigMapVolume volume = new ConfigMapVolume(settings(kept(nginx) + refused("goes")));
        WatchedAgent agent = WatchedAgent.start(volume.file(), admin)) {
      await().atMost(PATIENCE).until(() -> agent.successes() > 20);
      long before = nginx.connections();

      volume.update(settings(kept(nginx) + refused("comes")));
      await().atMost(PATIENCE).until(() -> agent.reloads("applied") == 1);
      double then = agent.successes();
      await().atMost(PATIENCE).until(() -> agent.successes() > then + 20);

      assertThat(nginx.connections()).as("only we asked anew").isEqualTo(before + 1);
      assertThat(agent.metric("attempts_broken_total", Map.of())).isZero();
    }
  }

  /// Not more often: an attempt that is late must not meet the next, which would need a connection
  /// of its own.
  private static String kept(Nginx nginx) {
    return "  - {name: kept, url: '%s', interval: 250ms, connections: [reused]}%n"
        .formatted(nginx.url("/ok"));
  }

  @Test
  @RequiresProgram(Program.NGINX)
  void refusesABadFileTellsPeopleAndGoesOnAsBefore() throws Exception {
    try (Nginx nginx = Nginx.keepingConnections();
        ConfigMapVolume volume = new ConfigMapVolume(settings(kept(nginx)));
        WatchedAgent agent = WatchedAgent.start(volume.file(), admin)) {
      assertThat(agent.ready().body()).isEqualTo("ok\n");

      volume.update(
          settings(kept(nginx) + "  - {name: bad, url: 'ftp://h'}\n").replace("node-a", "node-b"));
      await()
          .atMost(PATIENCE)
          .until(() -> agent.metric("config_last_reload_successful", Map.of()) == 0);

      String[] mistakes = {
        volume.file() + ":1: node.name: \"node-b\": needs a restart; in force is node-a",
        "targets[1].url: \"ftp://h\": unknown scheme ftp"
      };
      assertThat(agent.log()).contains(mistakes);
      assertThat(agent.ready().statusCode()).isEqualTo(200);
      assertThat(agent.ready().body()).startsWith("ok\nconfiguration: refused").contains(mistakes);
      double then = agent.successes();
      await().atMost(PATIENCE).until(() -> agent.successes() > then + 20);

      volume.update(settings(kept(nginx)));
      await()
          .atMost(PATIENCE)
          .until(() -> agent.metric("config_last_reload_successful", Map.of()) == 1);
      assertThat(agent.ready().body()).isEqualTo("ok\n");
      assertThat(agent.reloads("refused")).isEqualTo(1);
    }
  }

  @Test
  void readsItsConfigurationAtAHangupEvenIfNothingHasChanged() throws Exception {
    try (TemporaryFolder folder = TemporaryFolder.create("reload")) {
      Path file = folder.write("agent.yaml", settings(refused("one")));
      try (WatchedAgent agent = WatchedAgent.start(file, admin)) {
        agent.hangUp();

        await().atMost(PATIENCE).until(() -> agent.reloads("unchanged") == 1);
      }
    }
  }
}
