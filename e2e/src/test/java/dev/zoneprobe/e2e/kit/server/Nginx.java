// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.kit.server;

import dev.zoneprobe.e2e.kit.ChildProcess;
import dev.zoneprobe.e2e.kit.FreePort;
import dev.zoneprobe.e2e.kit.Program;
import dev.zoneprobe.e2e.kit.TemporaryFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.tls.HeldCertificate;

/// An nginx that speaks HTTP/1.1 on 127.0.0.1.
///
/// | path     | answer                                              |
/// |----------|-----------------------------------------------------|
/// | `/`      | status 200, no body                                 |
/// | `/ok`    | status 200, body `ok`                               |
/// | `/500`   | status 500, body `broken`                           |
/// | `/slow`  | none, for longer than any test waits                |
/// | `/drip`  | status 200 at once, then a body at 1 KiB per second |
/// | `/reset` | closes the connection without an answer             |
/// | `/count` | how many connections there were, for people         |
public final class Nginx implements AutoCloseable {
  private static final int DRIP_BYTES = 64 << 10;
  private static final Pattern ACCEPTED = Pattern.compile("accepts handled requests\\s+(\\d+)");

  private final String scheme;
  private final int port;
  private final ServerSocket silent;
  private final ChildProcess process;

  private Nginx(String scheme, TemporaryFolder folder, String serverLines) {
    this.scheme = scheme;
    this.port = FreePort.next();
    this.silent = listenWithoutAnswering();
    folder.write("drip", ".".repeat(DRIP_BYTES));
    folder.write("nginx.conf", configuration(serverLines));
    String prefix = folder.path().toString();
    this.process =
        ChildProcess.start(
            folder, Program.NGINX.command("-p", prefix, "-e", "stderr", "-c", "nginx.conf"));
    process.awaitListening(port);
  }

  /// Starts one that keeps connections open.
  public static Nginx keepingConnections() {
    return new Nginx("http", TemporaryFolder.create("nginx"), "keepalive_timeout 60s;");
  }

  /// Starts one that closes every connection after one answer.
  public static Nginx closingConnections() {
    return new Nginx("http", TemporaryFolder.create("nginx"), "keepalive_timeout 0;");
  }

  /// Starts one that speaks TLS with this certificate, and keeps connections open.
  public static Nginx tls(HeldCertificate certificate) {
    TemporaryFolder folder = TemporaryFolder.create("nginx");
    folder.write("certificate.pem", certificate.certificatePem());
    folder.write("key.pem", certificate.privateKeyPkcs8Pem());
    return new Nginx(
        "https",
        folder,
        """
        keepalive_timeout 60s;
        ssl_certificate certificate.pem;
        ssl_certificate_key key.pem;
        """);
  }

  private String configuration(String serverLines) {
    return """
    daemon off;
    master_process off;
    pid nginx.pid;
    events { worker_connections 512; }
    http {
      access_log off;
      client_body_temp_path client_body;
      proxy_temp_path proxy;
      fastcgi_temp_path fastcgi;
      uwsgi_temp_path uwsgi;
      scgi_temp_path scgi;
      keepalive_requests 1000000;
      default_type text/plain;
      server {
        listen 127.0.0.1:%d%s;
        location = / { return 200; }
        location = /ok { return 200 "ok\\n"; }
        location = /500 { return 500 "broken\\n"; }
        location = /slow { proxy_pass http://127.0.0.1:%d; }
        location = /drip { root .; limit_rate 1k; }
        location = /reset { return 444; }
        location = /count { stub_status; }
        %s
      }
    }
    """
        .formatted(port, scheme.equals("https") ? " ssl" : "", silent.getLocalPort(), serverLines);
  }

  /// The port that it listens on.
  public int port() {
    return port;
  }

  /// The address of `path`, by IP address.
  public String url(String path) {
    return scheme + "://127.0.0.1:" + port + path;
  }

  /// How many connections it has accepted, the one that asked included.
  public long connections() throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(URI.create(url("/count"))).build();
      Matcher counts =
          ACCEPTED.matcher(client.send(request, HttpResponse.BodyHandlers.ofString()).body());
      if (!counts.find()) {
        throw new IOException("no count of connections");
      }
      return Long.parseLong(counts.group(1));
    }
  }

  /// Stops it in the middle of whatever it does (SIGSTOP). The kernel goes on to open connections
  /// for it and to take what they bring.
  public void freeze() {
    process.signal("STOP");
  }

  /// Lets it go on (SIGCONT).
  public void thaw() {
    process.signal("CONT");
  }

  @Override
  public void close() {
    thaw();
    process.close();
    try {
      silent.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The kernel completes connections to it; nobody ever reads what arrives.
  private static ServerSocket listenWithoutAnswering() {
    try {
      return new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
