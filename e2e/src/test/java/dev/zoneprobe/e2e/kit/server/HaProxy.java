// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.kit.server;

import dev.zoneprobe.e2e.kit.ChildProcess;
import dev.zoneprobe.e2e.kit.FreePort;
import dev.zoneprobe.e2e.kit.Program;
import dev.zoneprobe.e2e.kit.TemporaryFolder;
import java.util.List;
import java.util.stream.Collectors;

/// An HAProxy that accepts TCP connections on 127.0.0.1 and passes them on.
public final class HaProxy implements AutoCloseable {
  private final int port;
  private final ChildProcess process;

  private HaProxy(int port, ChildProcess process) {
    this.port = port;
    this.process = process;
  }

  /// Starts one in front of the port of 127.0.0.1 that is `backend`.
  public static HaProxy inFrontOf(int backend) {
    return relaying(FreePort.next(), List.of(backend));
  }

  /// Starts one on `port` in front of these ports of 127.0.0.1, one of which, by chance, gets each
  /// connection, as behind a Service.
  public static HaProxy relaying(int port, List<Integer> backends) {
    TemporaryFolder folder = TemporaryFolder.create("haproxy");
    folder.write("haproxy.cfg", configuration(port, backends));
    ChildProcess process =
        ChildProcess.start(folder, Program.HAPROXY.command("-db", "-f", "haproxy.cfg"));
    process.awaitListening(port);
    return new HaProxy(port, process);
  }

  private static String configuration(int port, List<Integer> backends) {
    return """
    global
      maxconn 512
    defaults
      mode tcp
      timeout connect 5s
      timeout client 60s
      timeout server 60s
    listen relay
      bind 127.0.0.1:%d
      balance random
    %s
    """
        .formatted(
            port,
            backends.stream()
                .map(backend -> "  server backend-%1$d 127.0.0.1:%1$d".formatted(backend))
                .collect(Collectors.joining("\n")));
  }

  /// The port that it listens on.
  public int port() {
    return port;
  }

  @Override
  public void close() {
    process.close();
  }
}
