// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.kit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// One of our own programs, run as a person runs it: its jar, in a process of its own, on the JDK
/// that runs the tests.
public final class JavaProgram implements AutoCloseable {
  private final ChildProcess process;

  private JavaProgram(ChildProcess process) {
    this.process = process;
  }

  /// Starts the agent with these arguments, and the options that it is meant to run with.
  public static JavaProgram agent(String... arguments) {
    return jar("agent", UnaryOperator.identity(), arguments);
  }

  /// Starts the agent as [#agent] does, within limits that the kernel enforces.
  ///
  /// @param limits changes the command line so that they are in force
  public static JavaProgram agentWithin(UnaryOperator<List<String>> limits, String... arguments) {
    return jar("agent", limits, arguments);
  }

  /// Starts the collector with these arguments, and the options that it is meant to run with.
  public static JavaProgram collector(String... arguments) {
    return jar("collector", UnaryOperator.identity(), arguments);
  }

  /// Starts the demo with these arguments, from the classes of this build.
  public static JavaProgram demo(String... arguments) {
    List<String> line = new ArrayList<>();
    line.add("--enable-native-access=ALL-UNNAMED");
    line.add("-Dzoneprobe.root=" + Repository.root());
    line.add("-cp");
    line.add(System.getProperty("java.class.path"));
    line.add("dev.zoneprobe.demo.Main");
    line.addAll(List.of(arguments));
    return java(TemporaryFolder.create("demo"), line);
  }

  private static JavaProgram jar(
      String module, UnaryOperator<List<String>> limits, String... arguments) {
    Path folder = Repository.root().resolve(module);
    List<String> line = new ArrayList<>();
    line.add("@" + folder.resolve("jvm.options"));
    line.add("-jar");
    line.add(folder.resolve("target/zoneprobe-%s.jar".formatted(module)).toString());
    line.addAll(List.of(arguments));
    return new JavaProgram(
        ChildProcess.start(TemporaryFolder.create(module), limits.apply(java(line))));
  }

  /// Starts `java` with these arguments in `folder`, which belongs to the program from now on.
  static JavaProgram java(TemporaryFolder folder, List<String> arguments) {
    return new JavaProgram(ChildProcess.start(folder, java(arguments)));
  }

  private static List<String> java(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(arguments);
    return command;
  }

  /// Waits until the program has printed `text`.
  ///
  /// @throws IllegalStateException with what it printed instead, if it ended or took too long
  public void awaitOutput(String text) {
    process.awaitReady(() -> output().contains(text));
  }

  /// Waits until the program listens on the port.
  ///
  /// @throws IllegalStateException with what it printed, if it ended or took too long
  public void awaitListening(int port) {
    process.awaitListening(port);
  }

  /// Everything that it printed so far, to both streams.
  public String output() {
    return process.output();
  }

  /// Its process identifier.
  public long pid() {
    return process.pid();
  }

  /// Whether it still runs.
  public boolean isAlive() {
    return process.isAlive();
  }

  /// Asks it to read its configuration again (SIGHUP).
  public void hangUp() {
    process.signal("HUP");
  }

  /// Stops it in the middle of whatever it does (SIGSTOP).
  public void freeze() {
    process.signal("STOP");
  }

  /// Lets it go on (SIGCONT).
  public void thaw() {
    process.signal("CONT");
  }

  /// Asks it to end (SIGTERM).
  public void terminate() {
    process.terminate();
  }

  /// Ends it on the spot (SIGKILL), as a node that runs out of memory would.
  public void kill() {
    process.signal("KILL");
  }

  /// Waits until it ends by itself, and returns its exit code.
  public int awaitExit() {
    return process.awaitExit();
  }

  /// Asks it to end (SIGTERM), waits, and returns its exit code.
  public int stop() {
    terminate();
    return awaitExit();
  }

  @Override
  public void close() {
    process.close();
  }
}
