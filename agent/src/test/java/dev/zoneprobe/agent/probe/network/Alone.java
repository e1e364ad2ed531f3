// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.network;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A `main` of the tests in a process of its own.
public final class Alone {
  private Alone() {}

  /// What it prints, and whoever runs it.
  ///
  /// @param runner what runs the command that is added; empty to run it directly
  /// @param options of Java
  public static String says(
      Class<?> main, List<String> runner, List<String> options, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>(runner);
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(options);
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    Process running = new ProcessBuilder(command).redirectErrorStream(true).start();
    return new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /// A runner that gives the command a network of its own, which is but loopback and the `rule`,
  /// and says why where the host allows none.
  ///
  /// @param rule a command that only this network feels, such as one of iptables
  public static List<String> inNetworkWith(String rule) {
    String script =
        """
        command -v ip iptables && exec unshare %s sh -ec '
          ip link set lo up
          %s
          exec "$@"' sh "$@"
        """
            .formatted(
                System.getProperty("user.name").equals("root") ? "--net" : "--net --map-root-user",
                rule);
    return List.of("sh", "-c", script, "sh");
  }
}
