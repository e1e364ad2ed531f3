// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.zoneprobe.collector.Collector;
import dev.zoneprobe.collector.config.CollectorFile;
import dev.zoneprobe.collector.ingest.trust.Authority;
import dev.zoneprobe.settings.SettingsFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import okhttp3.tls.HandshakeCertificates;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Page, API and metrics over TLS and behind a token, asked by a real client.
final class WebAccessTest {
  private static final String TOKEN = "the-token-of-prometheus";

  private final Authority authority = new Authority();
  private Optional<Collector> collector = Optional.empty();
  private Optional<HttpClient> client = Optional.empty();

  @TempDir private Path folder;

  @BeforeEach
  void start() throws Exception {
    Authority.write(folder, "web", authority.certificate("collector.test"));
    Files.writeString(folder.resolve("tokens"), "# for scrapes\n" + TOKEN + "\n");
    String text =
        """
        listen: {grpc: 0, http: 0}
        web: {tls: {certificate: %1$s/web.crt, key: %1$s/web.key}, tokens: %1$s/tokens}
        """
            .formatted(folder);
    Collector started =
        new Collector(
            SettingsFile.parse("test", text, CollectorFile::settings), InstantSource.system());
    collector = Optional.of(started);
    started.start();
    client = Optional.of(trusting(authority));
  }

  @AfterEach
  void stop() {
    client.ifPresent(HttpClient::close);
    collector.ifPresent(Collector::close);
  }

  private static HttpClient trusting(Authority trusted) {
    return HttpClient.newBuilder()
        .sslContext(
            new HandshakeCertificates.Builder()
                .addTrustedCertificate(trusted.root().certificate())
                .build()
                .sslContext())
        .build();
  }

  private HttpResponse<String> get(HttpClient by, String path, Optional<String> authorization)
      throws IOException, InterruptedException {
    int port = collector.orElseThrow().httpPort();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + path));
    authorization.ifPresent(value -> request.header("Authorization", value));
    return by.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path, Optional<String> authorization)
      throws IOException, InterruptedException {
    return get(client.orElseThrow(), path, authorization);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "                               | 401",
        "Bearer a-token-nobody-issued   | 401",
        "Bearer                         | 401",
        "Basic the-token-of-prometheus  | 401",
        "Bearer the-token-of-prometheu  | 401",
        "Bearer the-token-of-prometheus | 200",
        "bearer the-token-of-prometheus | 200",
      })
  void whoHasTheTokenIsAnswered(String authorization, int status) throws Exception {
    assertThat(get("/metrics", Optional.ofNullable(authorization)).statusCode()).isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/metrics",
        "/api/v1/attempts",
        "/nothing",
        "/healthz/../metrics",
        "/healthz"
      })
  void saysWhatIsMissingAndNothingElse(String path) throws Exception {
    HttpResponse<String> answer = get(path, Optional.empty());

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate"))
        .contains("Bearer realm=\"zoneprobe\"");
    assertThat(answer.body()).isEqualTo("a bearer token is needed\n");
  }

  @Test
  void healthIsToldToEverybody() throws Exception {
    assertThat(get("/healthz/ready", Optional.empty()).statusCode()).isEqualTo(200);
  }

  @Test
  void countsWhomItDenied() throws Exception {
    get("/metrics", Optional.empty());
    get("/metrics", Optional.of("Bearer a-token-nobody-issued"));

    assertThat(get("/metrics", Optional.of("Bearer " + TOKEN)).body())
        .contains("zoneprobe_collector_requests_denied_total{reason=\"no_token\"} 1.0")
        .contains("zoneprobe_collector_requests_denied_total{reason=\"unknown_token\"} 1.0");
  }

  @Test
  void isNotTheServerThatAnotherAuthorityVouchesFor() {
    try (HttpClient other = trusting(new Authority())) {
      assertThatThrownBy(() -> get(other, "/healthz/live", Optional.empty()))
          .isInstanceOf(SSLHandshakeException.class);
    }
  }

  @Test
  void takesANewTokenFromItsFile() throws Exception {
    Files.writeString(folder.resolve("tokens"), "the-next-token-of-prometheus\n");

    await()
        .atMost(Duration.ofSeconds(20))
        .until(() ->
            get("/metrics", Optional.of("Bearer the-next-token-of-prometheus")).statusCode()
                == 200);
    assertThat(get("/metrics", Optional.of("Bearer " + TOKEN)).statusCode()).isEqualTo(401);
  }

  @Test
  void showsANewCertificateFromItsFiles() {
    Authority next = new Authority();
    Authority.write(folder, "web", next.certificate("collector.test"));

    try (HttpClient trusting = trusting(next)) {
      await()
          .atMost(Duration.ofSeconds(20))
          .ignoreExceptionsInstanceOf(SSLHandshakeException.class)
          .until(() -> get(trusting, "/healthz/live", Optional.empty()).statusCode() == 200);
    }
  }
}
