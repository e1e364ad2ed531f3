// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.chaos.disk;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A small file system of the test's own, which gets full, read-only and well again. Needs root.
public final class SmallDisk implements AutoCloseable {
  private static final int BLOCK_BYTES = 4 << 10;

  private final Path at;
  private final List<String> mount;

  private SmallDisk(Path at, List<String> mount) {
    this.at = at;
    this.mount = mount;
    mount();
  }

  /// Mounts one in memory.
  ///
  /// @param at where; made if it is missing
  public static SmallDisk inMemory(Path at, int kibibytes) {
    return new SmallDisk(at, List.of("-t", "tmpfs", "-o", "size=" + kibibytes + "k", "none"));
  }

  /// Mounts an ext4 in a file, which can fail as a device does.
  ///
  /// @param at where; made if it is missing, and the file beside it
  public static SmallDisk onDevice(Path at, int kibibytes) {
    Path image = at.resolveSibling(at.getFileName() + ".img");
    try {
      Files.createDirectories(image.getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    run(List.of("truncate", "--size", kibibytes + "K", image.toString()));
    run(List.of("mkfs.ext4", "-q", "-F", image.toString()));
    return new SmallDisk(at, List.of("-o", "loop", image.toString()));
  }

  private void mount() {
    try {
      Files.createDirectories(at);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> command = new ArrayList<>(List.of("mount"));
    command.addAll(mount);
    command.add(at.toString());
    run(command);
  }

  /// Where it is mounted.
  public Path path() {
    return at;
  }

  /// Takes all space that is left.
  public void fill() {
    try (OutputStream filler = Files.newOutputStream(filler())) {
      byte[] block = new byte[BLOCK_BYTES];
      while (usableSpace() > 0) {
        filler.write(block);
      }
    } catch (IOException e) {
      if (usableSpace() > 0) { // else somebody else has taken the last block meanwhile
        throw new UncheckedIOException(e);
      }
    }
  }

  private long usableSpace() {
    try {
      return Files.getFileStore(at).getUsableSpace();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Gives the space back that was taken.
  public void empty() {
    try {
      Files.deleteIfExists(filler());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path filler() {
    return at.resolve("filler");
  }

  /// Lets nobody write to it any more; nobody may have a file open for it.
  public void forbidWriting() {
    run(List.of("mount", "-o", "remount,ro", at.toString()));
  }

  /// Fails as an ext4 does whose device reported an error: from now on it is read-only, also for
  /// those who have files open.
  public void fail() {
    run(List.of("mount", "-o", "remount,abort", at.toString()));
  }

  /// Is mounted anew, as after a restart of the host; nobody may have a file open on it.
  public void restart() {
    unmount();
    mount();
  }

  private void unmount() {
    run(List.of("umount", at.toString()));
  }

  @Override
  public void close() {
    unmount();
  }

  /// @throws IllegalStateException with what the command printed, if it failed
  static void run(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", command) + ": " + printed.strip());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
