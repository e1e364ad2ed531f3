// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.host.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A directory with files as the kernel writes them, in place of `/`.
public record HostFiles(Path root) {
  /// Writes a file, or writes it anew in place, as one that is open sees it.
  public HostFiles with(String path, String text) {
    Path file = root.resolve(path);
    try {
      Files.createDirectories(file.resolveSibling("."));
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /// A pressure stall file with these totals in microseconds.
  public HostFiles withPressure(String path, long someMicros, long fullMicros) {
    return with(
        path,
        """
        some avg10=0.00 avg60=0.00 avg300=0.00 total=%d
        full avg10=0.00 avg60=0.00 avg300=0.00 total=%d
        """
            .formatted(someMicros, fullMicros));
  }

  /// What can be read of them; opens files now.
  public KernelCounters open() {
    return new KernelCounters(root);
  }
}
