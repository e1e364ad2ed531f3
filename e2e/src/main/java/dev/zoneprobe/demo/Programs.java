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

  /// Several small JVMs share a laptop: none needs threads for collecting garbage.
  private static final List<String> SMALL =
      List.of(
          "-XX:+UseSerialGC",
          "-Xss512k",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  /// The jars that are not there.
  List<Path> missing() {
    return Stream.of(AGENT, COLLECTOR).map(root::resolve).filter(p -> !Files.exists(p)).toList();
  }

  List<String> agent(Path settings) {
    return command(List.of("-Xmx64m", "-XX:TieredStopAtLevel=1"), AGENT, settings);
  }

  List<String> collector(Path settings) {
    return command(List.of("-Xmx128m"), COLLECTOR, settings);
  }

  private List<String> command(List<String> size, Path jar, Path settings) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(size);
    command.addAll(SMALL);
    command.addAll(List.of("-jar", root.resolve(jar).toString()));
    command.addAll(List.of("run", "--config", settings.toString()));
    return command;
  }
}
