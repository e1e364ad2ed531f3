// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.chaos.fleet;

import dev.zoneprobe.e2e.kit.JavaProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.Supplier;

/// One agent or collector through all its lives. What they printed is kept in one file. Of one
/// thread.
final class Member implements AutoCloseable {
  private final String name;
  private final Path log;
  private final Supplier<JavaProgram> birth;
  private Optional<JavaProgram> life = Optional.empty();

  /// @param folder of the file with what it printed
  Member(String name, Path folder, Supplier<JavaProgram> birth) {
    this.name = name;
    this.log = folder.resolve(name + ".log");
    this.birth = birth;
  }

  void start() {
    if (life.isPresent()) {
      throw new IllegalStateException(name + " runs already");
    }
    life = Optional.of(birth.get());
  }

  private JavaProgram life() {
    return life.orElseThrow(() -> new IllegalStateException(name + " does not run"));
  }

  /// Ends it on the spot (SIGKILL); returns when it is gone.
  void kill() {
    life().kill();
    end();
  }

  /// Asks it to end (SIGTERM), waits, and returns its exit code.
  int stop() {
    life().terminate();
    return end();
  }

  /// Waits until it ends by itself, and returns its exit code.
  int end() {
    int exitCode = life().awaitExit();
    bury();
    return exitCode;
  }

  private void bury() {
    try {
      Files.writeString(log, life().output(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    life().close();
    life = Optional.empty();
  }

  /// Stops it in the middle of whatever it does (SIGSTOP).
  void freeze() {
    life().freeze();
  }

  /// Lets it go on (SIGCONT).
  void thaw() {
    life().thaw();
  }

  /// Everything that it printed in all its lives.
  String output() {
    try {
      String earlier = Files.exists(log) ? Files.readString(log) : "";
      return earlier + life.map(JavaProgram::output).orElse("");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    if (life.filter(JavaProgram::isAlive).isPresent()) {
      kill();
    } else if (life.isPresent()) {
      end();
    }
  }
}
