// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.live.alert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.zoneprobe.e2e.kit.ChildProcess;
import dev.zoneprobe.e2e.kit.FreePort;
import dev.zoneprobe.e2e.kit.Program;
import dev.zoneprobe.e2e.kit.TemporaryFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.List;
import java.util.Map;

/// A real Alertmanager with the shipped example: other URLs and secrets, and a tenth of the time.
public final class Alertmanager implements AutoCloseable {
  /// Whose integration it is: 32 characters.
  public static final String PAGER_KEY = "0123456789abcdef0123456789abcdef";

  /// Whose integration it is: 32 characters.
  public static final String PAYMENTS_KEY = "fedcba9876543210fedcba9876543210";

  private final ObjectMapper json = new ObjectMapper();
  private final int port = FreePort.next();
  private final ChildProcess process;

  /// Starts one.
  ///
  /// @param pagers are told instead of the real services
  public Alertmanager(Pagers pagers) {
    TemporaryFolder folder = TemporaryFolder.create("alertmanager");
    folder.write("pager-key", PAGER_KEY);
    folder.write("pager-key-payments", PAYMENTS_KEY);
    folder.write("chat-url", pagers.url("/chat"));
    folder.write("alertmanager.yaml", configuration(folder, pagers));
    List<String> command =
        Program.ALERTMANAGER.command(
            "--config.file=alertmanager.yaml",
            "--storage.path=data",
            "--cluster.listen-address=",
            "--web.listen-address=127.0.0.1:" + port);
    process = ChildProcess.start(folder, command);
    process.awaitListening(port);
  }

  private static String configuration(TemporaryFolder folder, Pagers pagers) {
    String global = "global: {pagerduty_url: \"%s\"}\n".formatted(pagers.url("/v2/enqueue"));
    return global
        + HastenedFile.of("alertmanager/alertmanager.yaml")
            .hastened()
            .replace("/etc/alertmanager/secrets", folder.path().toString())
            .replace("https://heartbeat.example.com/zoneprobe", pagers.url("/heartbeat"));
  }

  /// As host and port.
  public String address() {
    return "127.0.0.1:" + port;
  }

  private URI api() {
    return URI.create("http://" + address() + "/api/v2/alerts");
  }

  /// Tells it of an alert, as Prometheus does.
  void tell(Map<String, String> labels) {
    try {
      HttpURLConnection call = (HttpURLConnection) api().toURL().openConnection();
      call.setDoOutput(true);
      call.setRequestProperty("Content-Type", "application/json");
      call.getOutputStream().write(json.writeValueAsBytes(List.of(Map.of("labels", labels))));
      if (call.getResponseCode() != HttpURLConnection.HTTP_OK) {
        throw new IllegalStateException(labels + ": " + call.getResponseMessage());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The alerts that it knows to be active, as its API tells them, with those that it holds back.
  public List<JsonNode> alerts() {
    try (InputStream answer = api().toURL().openStream()) {
      return json.readTree(answer).valueStream().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Everything that it printed so far.
  public String output() {
    return process.output();
  }

  @Override
  public void close() {
    process.close();
  }
}
