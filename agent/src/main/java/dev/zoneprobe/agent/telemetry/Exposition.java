// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.telemetry;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/// Everything that can be scraped, in the format that the scraper asks for. Thread-safe.
final class Exposition {
  private final ExpositionFormats formats = ExpositionFormats.init();
  private final PrometheusRegistry registry;

  Exposition(PrometheusRegistry registry) {
    this.registry = registry;
  }

  /// A scrape as it is sent.
  @SuppressWarnings("ArrayRecordComponent") // written once and read once, by the same thread
  record Page(String contentType, byte[] body) {}

  /// Reads every meter now.
  ///
  /// @param accept the request's `Accept`; what it does not name comes as Prometheus text
  Page page(String accept) throws IOException {
    ExpositionFormatWriter writer = formats.findWriter(accept);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    writer.write(body, registry.scrape());
    return new Page(writer.getContentType(), body.toByteArray());
  }
}
