// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.benchmarks.load.collector;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The collector of this build as it is meant to be run.
///
/// @param root of the checkout, where it has been built
/// @param jvmOptions further ones, such as those of a profiler
public record CollectorProgram(Path root, List<String> jvmOptions) {
  private static final Path JAR = Path.of("collector/target/zoneprobe-collector.jar");
  private static final Path OPTIONS = Path.of("collector/jvm.options");

  /// Refuses a checkout that was not built.
  ///
  /// @throws IOException naming the jar that is missing
  public static CollectorProgram of(Path root, List<String> jvmOptions) throws IOException {
    if (!Files.exists(root.resolve(JAR))) {
      throw new IOException(root.resolve(JAR) + " is missing; build it with ./mvnw package");
    }
    return new CollectorProgram(root, jvmOptions);
  }

  /// Writes a file of settings into `folder`, with a store beside it.
  Path settings(Path folder, int grpcPort, int httpPort) throws IOException {
    Path store = Files.createDirectory(folder.resolve("store"));
    return Files.writeString(
        folder.resolve("collector.yaml"),
        """
        listen: {grpc: %d, http: %d}
        store: {directory: "%s"}
        """
            .formatted(grpcPort, httpPort, store));
  }

  List<String> run(Path settings) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + root.resolve(OPTIONS));
    command.addAll(jvmOptions);
    command.addAll(List.of("-jar", root.resolve(JAR).toString()));
    command.addAll(List.of("run", "--config", settings.toString()));
    return command;
  }
}
