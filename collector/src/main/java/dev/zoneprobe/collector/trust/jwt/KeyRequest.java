// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.trust.jwt;

import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.Resource;
import com.nimbusds.jose.util.ResourceRetriever;
import dev.zoneprobe.tls.LiveAuthorities;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;

/// Asks for published keys over HTTP, for a short time only: a call waits for the answer.
/// Redirections are not followed, because the token would be. Thread-safe.
final class KeyRequest implements ResourceRetriever {
  private static final int LONGEST_MILLIS = (int) Duration.ofSeconds(2).toMillis();
  private static final int MAX_BYTES = 1 << 20;

  private final SSLSocketFactory sockets;
  private final Optional<Path> token;

  /// @param authorities absent: those of the JVM
  /// @param token file of the bearer token, read for each request
  KeyRequest(Optional<LiveAuthorities> authorities, Optional<Path> token) {
    this.sockets =
        authorities.map(LiveAuthorities::sockets).orElseGet(KeyRequest::trustingLikeJava);
    this.token = token;
  }

  private static SSLSocketFactory trustingLikeJava() {
    return (SSLSocketFactory) SSLSocketFactory.getDefault();
  }

  @Override
  public Resource retrieveResource(URL url) throws IOException {
    DefaultResourceRetriever request =
        new DefaultResourceRetriever(LONGEST_MILLIS, LONGEST_MILLIS, MAX_BYTES, true, sockets) {
          @Override
          protected HttpURLConnection openHTTPConnection(URL at) throws IOException {
            HttpURLConnection connection = super.openHTTPConnection(at);
            connection.setInstanceFollowRedirects(false);
            return connection;
          }
        };
    if (token.isPresent()) {
      String bearer = "Bearer " + Files.readString(token.get()).strip();
      request.setHeaders(Map.of("Authorization", List.of(bearer)));
    }
    return request.retrieveResource(url);
  }
}
