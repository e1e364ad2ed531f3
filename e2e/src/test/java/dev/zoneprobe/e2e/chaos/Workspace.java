// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.chaos;

import dev.zoneprobe.e2e.kit.Repository;
import dev.zoneprobe.e2e.kit.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where a test of chaos leaves everything that its processes wrote, to be looked at afterwards.
final class Workspace {
  private Workspace() {}

  /// An empty folder of that name.
  static Path empty(String name) throws IOException {
    Path folder = Repository.root().resolve("e2e/target/chaos").resolve(name);
    if (Files.exists(folder)) {
      new TemporaryFolder(folder).close();
    }
    return Files.createDirectories(folder);
  }
}
