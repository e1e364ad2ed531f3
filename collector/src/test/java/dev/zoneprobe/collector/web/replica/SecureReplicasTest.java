// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web.replica;

import static dev.zoneprobe.collector.Snapshots.NOW;
import static dev.zoneprobe.collector.Snapshots.span;
import static dev.zoneprobe.collector.Snapshots.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.zoneprobe.collector.Collector;
import dev.zoneprobe.collector.ConnectedAgent;
import dev.zoneprobe.collector.SteppingClock;
import dev.zoneprobe.collector.config.CollectorFile;
import dev.zoneprobe.collector.ingest.trust.Authority;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.settings.SettingsFile;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import okhttp3.tls.HandshakeCertificates;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two collectors that answer and ask with TLS, each with the agents of one zone.
class SecureReplicasTest {
  private static final String TOKEN = "a-token-of-some-length-0123456789";

  private final Authority authority = new Authority();
  private final Authority next = new Authority();
  private final List<Collector> collectors = new ArrayList<>();
  private final HttpClient http =
      HttpClient.newBuilder()
          .sslContext(
              new HandshakeCertificates.Builder()
                  .addTrustedCertificate(authority.root().certificate())
                  .addTrustedCertificate(next.root().certificate())
                  .build()
                  .sslContext())
          .build();

  @TempDir private Path folder;

  @AfterEach
  void stop() {
    collectors.forEach(Collector::close);
    http.close();
  }

  private void identity(String of, Authority by, String name) throws IOException {
    Authority.write(folder, of, by.certificate(name));
    authorities(of, by);
  }

  private void authorities(String of, Authority trusted) throws IOException {
    Files.writeString(folder.resolve(of + ".ca"), trusted.root().certificatePem());
  }

  private Collector collector(String web, int httpPort, String zone) throws Exception {
    String text =
        """
        listen: {grpc: 0, http: %d}
        store: {commitEvery: 10ms}
        web: {tokens: %s%s}
        """
            .formatted(httpPort, Files.writeString(folder.resolve("tokens"), TOKEN + "\n"), web);
    Collector collector =
        new Collector(
            SettingsFile.parse("test", text, CollectorFile::settings), new SteppingClock(NOW));
    collectors.add(collector);
    collector.start();
    IntervalSnapshot.Source source = new IntervalSnapshot.Source("node-" + zone, zone, "boot-1");
    try (ConnectedAgent agent = new ConnectedAgent(collector.grpcPort())) {
      agent.deliver(new IntervalSnapshot(source, span(1, 1), List.of(succeeded(1_000_000))));
      assertThat(agent.receipt()).isEqualTo(1);
    }
    return collector;
  }

  /// The settings of one whose files are called `name`, and that asks the one at `replica`.
  private String secured(String name, int replica) {
    return """
    , tls: {certificate: %1$s.crt, key: %1$s.key},
    replicas: {host: localhost, port: %2$d, timeout: 10s, ca: %1$s.ca}\
    """
        .formatted(folder.resolve(name), replica);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private JsonObject matrix(Collector of) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("https://localhost:" + of.httpPort() + "/api/v1/matrix?phase=total"))
            .header("Authorization", "Bearer " + TOKEN)
            .build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JsonParser.parseString(answer.body()).getAsJsonObject();
  }

  private List<String> missing(Collector of) throws Exception {
    return matrix(of).getAsJsonObject("span").getAsJsonArray("missing").asList().stream()
        .map(JsonElement::getAsString)
        .toList();
  }

  @Test
  void eitherShowsTheZonesOfBoth() throws Exception {
    identity("one", authority, "localhost");
    identity("two", authority, "localhost");
    int first = freePort();
    int second = freePort();
    Collector one = collector(secured("one", second), first, "zone-a");
    Collector two = collector(secured("two", first), second, "zone-c");

    for (Collector asked : List.of(one, two)) {
      JsonObject matrix = matrix(asked);
      assertThat(matrix.getAsJsonArray("rows")).hasSize(2);
      assertThat(matrix.getAsJsonObject("span").getAsJsonArray("missing")).isEmpty();
    }
  }

  @Test
  void oneWithACertificateOfAnotherNameIsNamed() throws Exception {
    identity("one", authority, "localhost");
    identity("two", authority, "others.test");
    int second = freePort();
    Collector one = collector(secured("one", second), freePort(), "zone-a");
    Collector _ = collector(secured("two", second), second, "zone-c");

    assertThat(matrix(one).getAsJsonArray("rows")).hasSize(1);
    assertThat(missing(one)).anySatisfy(why -> assertThat(why).contains("not of that name"));
  }

  @Test
  void oneWithoutTlsIsNamed() throws Exception {
    identity("one", authority, "localhost");
    int second = freePort();
    Collector one = collector(secured("one", second), freePort(), "zone-a");
    Collector _ = collector("", second, "zone-c");

    assertThat(matrix(one).getAsJsonArray("rows")).hasSize(1);
    assertThat(missing(one))
        .anySatisfy(why -> assertThat(why).contains(":" + second + " does not answer with TLS"));
  }

  @Test
  void newAuthoritiesAndCertificatesAreTakenWhileBothRun() throws Exception {
    identity("one", authority, "localhost");
    identity("two", authority, "localhost");
    int second = freePort();
    Collector one = collector(secured("one", second), freePort(), "zone-a");
    Collector _ = collector(secured("two", second), second, "zone-c");
    assertThat(missing(one)).isEmpty();

    authorities("one", next);
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() ->
            assertThat(missing(one)).anySatisfy(why -> assertThat(why).contains("not trusted")));

    identity("two", next, "localhost");
    await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(missing(one)).isEmpty());
  }
}
