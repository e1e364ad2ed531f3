// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.demo;

import dev.zoneprobe.demo.table.Scrape;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/// Asks the demo's processes for their pages. Thread-safe.
final class Page implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();

  /// Whether somebody answers with 200 there.
  boolean isReady(URI uri) throws InterruptedException {
    try {
      return get(uri, "*/*").statusCode() == 200;
    } catch (IOException _) {
      return false;
    }
  }

  /// The metrics at `uri`.
  Scrape scrape(URI uri) throws IOException, InterruptedException {
    HttpResponse<String> response = get(uri, Scrape.FORMAT);
    if (response.statusCode() != 200) {
      throw new IOException(uri + " answered " + response.statusCode());
    }
    return new Scrape(response.body());
  }

  private HttpResponse<String> get(URI uri, String accept)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(uri).header("Accept", accept).timeout(PATIENCE).build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
