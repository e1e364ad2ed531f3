// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.kit.observer;

import dev.zoneprobe.e2e.kit.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What a test measured, for people: printed, and kept in `e2e/target/results`, from where
/// `docs/results` has it.
public final class ResultFile {
  private ResultFile() {}

  /// Prints `text` and writes it into the file `name`.
  public static void write(String name, String text) {
    System.out.println(text);
    try {
      Path folder = Repository.root().resolve("e2e/target/results");
      Files.createDirectories(folder);
      Files.writeString(folder.resolve(name), text.stripTrailing() + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
