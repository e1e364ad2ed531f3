// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.kit;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.awaitility.core.ConditionTimeoutException;

/// A program that runs beside the test, with a folder of its own.
///
/// Closing it ends the program and everything that the program started, and removes the folder; the
/// end of the test's JVM ends it too. What it prints goes to a file in the folder.
public final class ChildProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final TemporaryFolder folder;
  private final Path output;
  private final Process process;
  private final Thread killer;

  private ChildProcess(TemporaryFolder folder, Path output, Process process) {
    this.folder = folder;
    this.output = output;
    this.process = process;
    this.killer = new Thread(this::kill, "kill-" + folder.path().getFileName());
    Runtime.getRuntime().addShutdownHook(killer);
  }

  /// Starts a program in `folder`, which belongs to the child from now on.
  public static ChildProcess start(TemporaryFolder folder, List<String> command) {
    Path output = folder.path().resolve("output.txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.path().toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    try {
      return new ChildProcess(folder, output, builder.start());
    } catch (IOException e) {
      folder.close();
      throw new UncheckedIOException(e);
    }
  }

  /// Waits until something listens on the port of 127.0.0.1.
  ///
  /// @throws IllegalStateException as [#awaitReady] does
  public void awaitListening(int port) {
    awaitReady(() -> listens(port));
  }

  /// Waits until the program is ready by its own account.
  ///
  /// @throws IllegalStateException with what the program printed, if it ended or took too long; the
  ///   child is closed then
  public void awaitReady(BooleanSupplier ready) {
    try {
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> ready.getAsBoolean() || !process.isAlive());
    } catch (ConditionTimeoutException e) {
      throw notReady("is not ready after " + PATIENCE, e);
    }
    if (!process.isAlive()) {
      throw notReady("ended with exit code " + process.exitValue(), new IllegalStateException());
    }
  }

  private IllegalStateException notReady(String what, Throwable cause) {
    String printed = output();
    close();
    return new IllegalStateException(folder.path() + " " + what + ":\n" + printed, cause);
  }

  /// Everything that the program printed so far.
  public String output() {
    try {
      return new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Its process identifier.
  public long pid() {
    return process.pid();
  }

  /// Whether it still runs.
  public boolean isAlive() {
    return process.isAlive();
  }

  /// Asks the program to end (SIGTERM).
  public void terminate() {
    process.destroy();
  }

  /// Sends it a signal, by its name without `SIG`: `HUP`, `STOP`, `CONT`.
  public void signal(String name) {
    try {
      int exitCode =
          new ProcessBuilder("kill", "-" + name, String.valueOf(pid())).start().waitFor();
      if (exitCode != 0) {
        throw new IllegalStateException("no signal " + name + " to " + pid());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Waits for the program's end and returns its exit code.
  ///
  /// @throws IllegalStateException with what the program printed, if it does not end; the child is
  ///   closed then
  public int awaitExit() {
    if (!endsWithin(PATIENCE)) {
      throw notReady("still runs after " + PATIENCE, new IllegalStateException());
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    List<ProcessHandle> descendants = process.descendants().toList();
    process.destroy();
    if (!endsWithin(GRACE)) {
      process.destroyForcibly().onExit().join();
    }
    descendants.forEach(ProcessHandle::destroyForcibly);
    removeKiller();
    folder.close();
  }

  private void removeKiller() {
    try {
      Runtime.getRuntime().removeShutdownHook(killer);
    } catch (IllegalStateException e) {
      // The JVM is going down: the hook has its part in that.
    }
  }

  private void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private boolean endsWithin(Duration time) {
    try {
      return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
