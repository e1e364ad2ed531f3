// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.kit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zoneprobe.e2e.kit.Program;
import dev.zoneprobe.e2e.kit.RequiresProgram;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

@RequiresProgram(Program.NGINX)
final class NginxTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @Test
  void answersOk() throws Exception {
    try (Nginx nginx = Nginx.keepingConnections()) {
      HttpResponse<String> response = get(CLIENT, nginx.url("/ok"));

      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body()).isEqualTo("ok\n");
    }
  }

  @Test
  void answersWithAnError() throws Exception {
    try (Nginx nginx = Nginx.closingConnections()) {
      HttpResponse<String> response = get(CLIENT, nginx.url("/500"));

      assertThat(response.statusCode()).isEqualTo(500);
      assertThat(response.headers().firstValue("connection")).contains("close");
    }
  }

  @Test
  void staysSilentWhenSlow() {
    try (Nginx nginx = Nginx.keepingConnections()) {
      assertThatThrownBy(() -> get(CLIENT, nginx.url("/slow")))
          .isInstanceOf(HttpTimeoutException.class);
    }
  }

  @Test
  void answersAtOnceButEndsLateWhenItDrips() throws Exception {
    try (Nginx nginx = Nginx.keepingConnections();
        HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(URI.create(nginx.url("/drip"))).build();

      HttpResponse<?> response = client.send(request, BodyHandlers.ofInputStream());
      client.shutdownNow();

      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.headers().firstValue("content-length")).contains("65536");
    }
  }

  @Test
  void closesWithoutAnAnswer() {
    try (Nginx nginx = Nginx.keepingConnections()) {
      assertThatThrownBy(() -> get(CLIENT, nginx.url("/reset")))
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(HttpTimeoutException.class);
    }
  }

  @Test
  void speaksTlsWithACertificateThatItsAuthorityVouchesFor() throws Exception {
    try (TestAuthority authority = new TestAuthority();
        Nginx nginx = Nginx.tls(authority.issue("127.0.0.1"));
        HttpClient client = trusting(authority)) {
      assertThat(get(client, nginx.url("/ok")).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void isNotTrustedWithAnExpiredCertificate() {
    try (TestAuthority authority = new TestAuthority();
        Nginx nginx = Nginx.tls(authority.issueExpired("127.0.0.1"));
        HttpClient client = trusting(authority)) {
      assertThatThrownBy(() -> get(client, nginx.url("/ok")))
          .isInstanceOf(SSLHandshakeException.class);
    }
  }

  private static HttpClient trusting(TestAuthority authority) {
    return HttpClient.newBuilder().sslContext(authority.trustingContext()).build();
  }

  private static HttpResponse<String> get(HttpClient client, String url)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(2)).build();
    return client.send(request, BodyHandlers.ofString());
  }
}
