// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.benchmarks.sidebyside.prober;

import dev.zoneprobe.benchmarks.process.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The server that is probed: an nginx on 127.0.0.1 that answers with three bytes.
public final class Nginx implements AutoCloseable {
  private final int port;
  private final Process process;

  private Nginx(int port, Process process) {
    this.port = port;
    this.process = process;
  }

  /// Starts one whose files are in `folder`.
  public static Nginx start(Path folder) throws IOException {
    int port = FreePort.next();
    Path settings = folder.resolve("nginx.conf");
    Files.writeString(
        settings,
        """
        daemon off;
        master_process off;
        pid nginx.pid;
        error_log stderr;
        events { worker_connections 4096; }
        http {
          access_log off;
          client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
          uwsgi_temp_path uwsgi; scgi_temp_path scgi;
          server { listen 127.0.0.1:%d backlog=4096; location / { return 200 "ok\\n"; } }
        }
        """
            .formatted(port));
    Process process =
        new ProcessBuilder("nginx", "-p", folder.toString(), "-e", "stderr", "-c", "nginx.conf")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("nginx.log").toFile())
            .start();
    FreePort.awaitListening(port);
    return new Nginx(port, process);
  }

  public int port() {
    return port;
  }

  @Override
  public void close() {
    process.destroy();
  }
}
