// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.kit;

import java.nio.file.Files;
import java.nio.file.Path;

/// The checkout that the tests run in.
public final class Repository {
  private Repository() {}

  /// The folder that holds `mvnw`, from wherever in the repository the tests were started.
  public static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("mvnw"))) {
      Path parent = folder.getParent();
      if (parent == null) {
        throw new IllegalStateException(
            "not inside the repository: " + Path.of("").toAbsolutePath());
      }
      folder = parent;
    }
    return folder;
  }
}
