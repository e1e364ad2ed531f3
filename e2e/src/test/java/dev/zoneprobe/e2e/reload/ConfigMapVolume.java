// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.reload;

import dev.zoneprobe.e2e.kit.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// A folder as kubelet lays out a ConfigMap: `agent.yaml` is a link to `..data/agent.yaml`, and
/// `..data` a link to the folder of the version in force, which is replaced in one step.
final class ConfigMapVolume implements AutoCloseable {
  private final TemporaryFolder folder = TemporaryFolder.create("configmap");
  private final Path data = folder.path().resolve("..data");
  private int version;

  ConfigMapVolume(String text) throws IOException {
    update(text);
    Files.createSymbolicLink(file(), Path.of("..data", "agent.yaml"));
  }

  /// The configuration as a container sees it.
  Path file() {
    return folder.path().resolve("agent.yaml");
  }

  /// Brings another version, and takes the old one away.
  void update(String text) throws IOException {
    Path old = folder.path().resolve("..version-" + version);
    version++;
    Path next = Files.createDirectory(folder.path().resolve("..version-" + version));
    Files.writeString(next.resolve("agent.yaml"), text);
    Path link = folder.path().resolve("..data_tmp");
    Files.createSymbolicLink(link, next.getFileName());
    Files.move(link, data, StandardCopyOption.ATOMIC_MOVE);
    Files.deleteIfExists(old.resolve("agent.yaml"));
    Files.deleteIfExists(old);
  }

  @Override
  public void close() {
    folder.close();
  }
}
