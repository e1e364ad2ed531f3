// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.live;

import dev.zoneprobe.e2e.kit.JavaProgram;
import dev.zoneprobe.e2e.kit.Repository;
import dev.zoneprobe.e2e.kit.TemporaryFolder;
import dev.zoneprobe.e2e.live.alert.HastenedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The rules that Prometheus is given, hastened: what is shipped, generated with one objective more
/// than is shipped, for the demo's own target. That one calls nobody, because it takes more
/// attempts than there are: when the target fails, one alert is to say so.
final class RuleFiles implements AutoCloseable {
  private static final Path SHIPPED = Repository.root().resolve("dashboards");
  private static final String CHECKOUT =
      """
      targets:
        - name: checkout
          minimumAttempts: 1000000
          latency: {objective: 99, threshold: 1s}
          availability: {objective: 99}
      """;

  private final TemporaryFolder folder = TemporaryFolder.create("rules");
  private final Path generated = folder.path().resolve("generated");

  /// Generates them.
  RuleFiles() {
    Path objectives = folder.write("objectives.yaml", read(SHIPPED.resolve("slo.yaml")) + CHECKOUT);
    try (JavaProgram collector =
        JavaProgram.collector(
            "slo", "generate", "--slo", objectives.toString(), "--to", generated.toString())) {
      if (collector.awaitExit() != 0) {
        throw new IllegalStateException(collector.output());
      }
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// For a server with histograms of this kind, `native` or `classic`.
  List<Path> of(String kind) {
    return List.of(
        hastened(generated.resolve("recording-" + kind + ".yaml")),
        hastened(generated.resolve("slo.yaml")),
        hastened(SHIPPED.resolve("rules/alerts.yaml")));
  }

  private Path hastened(Path file) {
    String name = file.getFileName().toString();
    return folder.write(name, HastenedFile.of(file).withBoundsForOneMachine());
  }

  @Override
  public void close() {
    folder.close();
  }
}
