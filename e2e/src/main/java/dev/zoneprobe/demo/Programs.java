// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The jars of the demo's processes and how they are started.
///
/// @param root the folder that the project was built in
record Programs(Path root) {
  private static final Path AGENT = Path.of("agent", "target", "zoneprobe-agent.jar");
  private static final Path COLLECTOR = Path.of("collector", "target", "zoneprobe-collector.jar");

  /// Several small JVMs share a laptop: no more memory and compiler threads than they need.
  private static final List<String> SMALL =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-Xss512k",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  /// The jars that are not there.
  List<Path> missing() {
    return Stream.of(AGENT, COLLECTOR).map(root::resolve).filter(p -> !Files.exists(p)).toList();
  }

  List<String> agent(Path settings) {
    return command("-Xmx64m", AGENT, settings);
  }

  List<String> collector(Path settings) {
    return command("-Xmx128m", COLLECTOR, settings);
  }

  private List<String> command(String heap, Path jar, Path settings) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add(heap);
    command.addAll(SMALL);
    command.addAll(List.of("-jar", root.resolve(jar).toString()));
    command.addAll(List.of("run", "--config", settings.toString()));
    return command;
  }
}
