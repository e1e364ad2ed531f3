// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.telemetry;

import dev.zoneprobe.tls.Expiring;
import dev.zoneprobe.watch.FileValue;
import dev.zoneprobe.watch.FileWatch;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// Whether files that change while we run are well, and how long certificates last.
public final class FileMetrics {
  private FileMetrics() {}

  /// Makes metrics of what `watch` follows by now, and of `certificates`.
  public static void bind(MeterRegistry meters, FileWatch watch, List<Expiring> certificates) {
    for (FileValue<?> value : watch.values()) {
      reloads(meters, value, "applied", FileValue::applied);
      reloads(meters, value, "refused", FileValue::refused);
      Gauge.builder(
              "zoneprobe.collector.file.last.reload.successful",
              value,
              file -> file.isInForce() ? 1 : 0)
          .description(
              "1 if what a certificate, key, token or topology file holds is in force, 0 if it was refused")
          .tag("file", value.name())
          .strongReference(true)
          .register(meters);
    }
    for (Expiring certificate : certificates) {
      Gauge.builder(
              "zoneprobe.collector.certificate.expiry.timestamp.seconds",
              certificate,
              shown -> (double) shown.expiry().getEpochSecond())
          .description("When a certificate of ours, or of an authority, ends to be valid")
          .tag("certificate", certificate.name())
          .strongReference(true)
          .register(meters);
    }
  }

  private static void reloads(
      MeterRegistry meters,
      FileValue<?> value,
      String outcome,
      ToDoubleFunction<FileValue<?>> count) {
    FunctionCounter.builder("zoneprobe.collector.file.reloads", value, count::applyAsDouble)
        .description(
            "How often a changed certificate, key, token or topology file was read, and if applied")
        .tag("file", value.name())
        .tag("outcome", outcome)
        .register(meters);
  }
}
