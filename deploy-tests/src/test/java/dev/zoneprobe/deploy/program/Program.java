// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.deploy.program;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zoneprobe.agent.config.AgentSettings;
import dev.zoneprobe.agent.report.trust.CollectorCredentials;
import dev.zoneprobe.collector.config.CollectorFile;
import dev.zoneprobe.collector.config.CollectorSettings;
import dev.zoneprobe.deploy.manifest.Json;
import dev.zoneprobe.deploy.manifest.Overlay;
import dev.zoneprobe.deploy.manifest.Workload;
import dev.zoneprobe.settings.InvalidSettingsException;
import dev.zoneprobe.settings.SettingsFile;
import dev.zoneprobe.watch.FileWatch;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// One of our programs as an overlay runs it: the configuration that its pod mounts, read by the
/// program's own reader.
///
/// @param settings empty if the program would refuse to start
/// @param mistakes what it would print then
public record Program<T>(Workload workload, Optional<T> settings, String mistakes) {
  @FunctionalInterface
  private interface Reader<T> {
    T read(String text) throws InvalidSettingsException;
  }

  /// The agent; empty if the overlay has none.
  public static Optional<Program<AgentSettings>> agent(Overlay overlay) {
    return find(overlay, "DaemonSet")
        .map(pods -> read(overlay, pods, "agent.yaml", text -> agent(overlay, pods, text)));
  }

  /// The collector; empty if the overlay has none.
  public static Optional<Program<CollectorSettings>> collector(Overlay overlay) {
    return find(overlay, "StatefulSet")
        .map(pods -> read(overlay, pods, "collector.yaml", Program::collector));
  }

  private static Optional<Workload> find(Overlay overlay, String kind) {
    return overlay.workloads().filter(pods -> pods.manifest().kind().equals(kind)).findFirst();
  }

  private static <T> Program<T> read(
      Overlay overlay, Workload workload, String file, Reader<T> reader) {
    Optional<String> text = text(overlay, workload, file);
    if (text.isEmpty()) {
      return new Program<>(workload, Optional.empty(), "there is no " + file);
    }
    try {
      T settings = reader.read(PodFiles.resolved(text.get(), workload));
      return new Program<>(workload, Optional.of(settings), "");
    } catch (InvalidSettingsException | UncheckedIOException e) {
      return new Program<>(workload, Optional.empty(), String.valueOf(e.getMessage()));
    }
  }

  private static Optional<String> text(Overlay overlay, Workload workload, String file) {
    String mounted = workload.pod().at("/volumes").findPath("configMap").path("name").asText();
    return overlay
        .find("ConfigMap", mounted)
        .map(map -> map.at("/data").path(file).asText())
        .filter(text -> !text.isEmpty());
  }

  private static AgentSettings agent(Overlay overlay, Workload workload, String text)
      throws InvalidSettingsException {
    Map<String, String> environment = new TreeMap<>();
    environment.put("NODE_NAME", "node-a");
    if (workload.pod().path("enableServiceLinks").asBoolean(true)) {
      overlay
          .find("Service", "zoneprobe-responder")
          .ifPresent(_ -> environment.put("ZONEPROBE_RESPONDER_SERVICE_HOST", "10.96.0.20"));
    }
    AgentSettings settings =
        SettingsFile.parse("agent.yaml", text, root -> AgentSettings.read(root, environment));
    try (FileWatch once = new FileWatch()) {
      CollectorCredentials _ = new CollectorCredentials(settings.access(), once);
    }
    return settings;
  }

  private static CollectorSettings collector(String text) throws InvalidSettingsException {
    return SettingsFile.parse("collector.yaml", text, CollectorFile::settings);
  }

  /// Whether a file that its configuration names is in its pod.
  public boolean has(Path file) {
    return PodFiles.has(file);
  }

  /// The configuration as a tree, for what this reader's settings do not tell.
  public JsonNode tree(Overlay overlay, String file) {
    return Json.ofYaml(text(overlay, workload, file).orElse("{}")).getFirst();
  }
}
