// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zoneprobe.agent.config.AgentSettings;
import dev.zoneprobe.agent.report.trust.CollectorCredentials;
import dev.zoneprobe.collector.Collector;
import dev.zoneprobe.collector.config.CollectorFile;
import dev.zoneprobe.deploy.manifest.Manifest;
import dev.zoneprobe.deploy.program.CertificateScript;
import dev.zoneprobe.settings.SettingsFile;
import dev.zoneprobe.watch.FileWatch;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The certificates of `k8s/certificates` are such as collectors and agents of the base need: the
/// real programs connect with them, over TLS on the loopback device.
final class CertificatesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir private Path folder = Path.of("");

  private final FileWatch files = new FileWatch();
  private Collector collector;

  CertificatesTest() {}

  @BeforeEach
  void startCollector() throws Exception {
    for (Manifest object : CertificateScript.run().objects()) {
      if (object.kind().equals("Secret")) {
        CertificateScript.write(object, folder.resolve(object.name()));
      }
    }
    String tls =
        "{certificate: %1$s/tls.crt, key: %1$s/tls.key, clientCa: %1$s/ca.crt}"
            .formatted(folder.resolve("zoneprobe-collector-tls"));
    collector =
        new Collector(
            SettingsFile.parse(
                "collector.yaml",
                "listen: {grpc: 0, http: 0, tls: " + tls + "}",
                CollectorFile::settings),
            InstantSource.system());
    collector.start();
  }

  @AfterEach
  void stop() {
    collector.close();
    files.close();
  }

  @Test
  void anAgentOfTheBaseIsLetIn() throws Exception {
    assertThat(connecting("zoneprobe-agent-tls", "zoneprobe-collector"))
        .isEqualTo(ConnectivityState.READY);
  }

  @Test
  void aCollectorWithAnotherNameIsNotTalkedTo() throws Exception {
    assertThat(connecting("zoneprobe-agent-tls", "zoneprobe-agent"))
        .isEqualTo(ConnectivityState.TRANSIENT_FAILURE);
  }

  @Test
  void aCertificateForCollectorsDoesNotMakeAnAgent() throws Exception {
    assertThat(connecting("zoneprobe-collector-tls", "zoneprobe-collector"))
        .isEqualTo(ConnectivityState.TRANSIENT_FAILURE);
  }

  private ConnectivityState connecting(String secret, String serverName) throws Exception {
    String text =
        """
        collector:
          address: "zoneprobe-collector-0.zoneprobe-collector:8790"
          tls: {ca: %1$s/ca.crt, certificate: %1$s/tls.crt, key: %1$s/tls.key, serverName: %2$s}
        """
            .formatted(folder.resolve(secret), serverName);
    AgentSettings agent =
        SettingsFile.parse("agent.yaml", text, root -> AgentSettings.read(root, Map.of()));
    ManagedChannel channel =
        new CollectorCredentials(agent.access(), files)
            .channel(new InetSocketAddress(InetAddress.getLoopbackAddress(), collector.grpcPort()))
            .build();
    try {
      return await()
          .atMost(PATIENCE)
          .until(
              () -> channel.getState(true),
              state ->
                  state == ConnectivityState.READY || state == ConnectivityState.TRANSIENT_FAILURE);
    } finally {
      channel.shutdownNow();
    }
  }
}
