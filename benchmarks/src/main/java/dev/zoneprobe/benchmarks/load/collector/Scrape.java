// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.benchmarks.load.collector;

import com.google.protobuf.ByteString;
import dev.zoneprobe.measure.NanoClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.zip.GZIPInputStream;

/// One answer of `/metrics`, asked for as Prometheus asks: compressed, if the collector can.
///
/// @param body as it was before it was compressed
/// @param took from the question until all of the answer was there
public record Scrape(ByteString body, Duration took) {

  /// What a scraper wants to read.
  public enum Format {
    TEXT("text/plain;version=0.0.4"),
    PROTOBUF(
        "application/vnd.google.protobuf;"
            + "proto=io.prometheus.client.MetricFamily;encoding=delimited");

    private final String accept;

    Format(String accept) {
      this.accept = accept;
    }
  }

  /// Asks once.
  ///
  /// @throws IOException also if the answer is not status 200
  public static Scrape of(HttpClient client, URI metrics, Format format)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(metrics)
            .header("Accept", format.accept)
            .header("Accept-Encoding", "gzip")
            .timeout(Duration.ofSeconds(30))
            .build();
    long begin = NanoClock.SYSTEM.nanos();
    HttpResponse<byte[]> response = answer(client, request);
    Duration took = Duration.ofNanos(NanoClock.SYSTEM.nanos() - begin);
    if (response.statusCode() != 200) {
      throw new IOException(metrics + " answered with status " + response.statusCode());
    }
    boolean compressed =
        response.headers().firstValue("Content-Encoding").filter("gzip"::equals).isPresent();
    byte[] body = compressed ? unzipped(response.body()) : response.body();
    return new Scrape(ByteString.copyFrom(body), took);
  }

  /// The JDK's client does not say whom it could not reach.
  private static HttpResponse<byte[]> answer(HttpClient client, HttpRequest request)
      throws IOException, InterruptedException {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new IOException(request.uri() + " does not answer: " + e, e);
    }
  }

  private static byte[] unzipped(byte[] bytes) throws IOException {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return in.readAllBytes();
    }
  }

  /// The body, if the format is [Format#TEXT].
  String text() {
    return body.toStringUtf8();
  }

  /// How many samples a server that scrapes text has to store.
  public long samples() {
    return text().lines().filter(line -> !line.isEmpty() && !line.startsWith("#")).count();
  }
}
