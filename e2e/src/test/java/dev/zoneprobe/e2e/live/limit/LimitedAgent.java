// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.live.limit;

import dev.zoneprobe.e2e.kit.JavaProgram;
import dev.zoneprobe.e2e.kit.TemporaryFolder;
import java.nio.file.Path;

/// One more agent beside those of the demo, with a CPU limit that it should not have. It reports to
/// the demo's collector and probes no peers, so that nothing of the demo is slower for it.
public final class LimitedAgent implements AutoCloseable {
  public static final String NODE = "node-d";

  /// Where Prometheus finds it.
  public static final String METRICS = "127.0.4.1:8783";

  private static final String SETTINGS =
      """
      node: {name: node-d, zone: zone-d}
      collector: {address: "127.0.0.1:8790", interval: 2s}
      responder: {address: 127.0.4.1}
      admin: {address: 127.0.4.1}
      mesh: {protocols: []}
      targets:
        - {name: itself, url: "tcp://127.0.4.1:8783", interval: 50ms, timeout: 1s, zone: zone-d}
      """;

  private final TemporaryFolder folder = TemporaryFolder.create("limited");
  private final CpuLimit limit = new CpuLimit();
  private final JavaProgram agent;

  /// Starts it.
  public LimitedAgent() {
    Path settings = folder.write("agent.yaml", SETTINGS);
    agent = JavaProgram.agentWithin(limit::around, "run", "--config", settings.toString());
  }

  @Override
  public void close() {
    agent.close();
    limit.close();
    folder.close();
  }
}
