// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.config;

import dev.zoneprobe.collector.expose.ExposeSettings;
import dev.zoneprobe.collector.ingest.IngestSettings;
import dev.zoneprobe.collector.limit.LimitSettings;
import dev.zoneprobe.collector.merge.MergeSettings;
import dev.zoneprobe.collector.merge.bucket.NativeSchema;
import dev.zoneprobe.collector.store.StoreSettings;
import dev.zoneprobe.settings.InvalidSettingsException;
import dev.zoneprobe.settings.OfflineSettings;
import dev.zoneprobe.settings.Range;
import dev.zoneprobe.settings.Section;
import dev.zoneprobe.settings.SettingsFile;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Reads the collector's settings file; `docs/configuration.md` explains every key.
public final class CollectorFile {
  private static final String QUANTILES = "0.5, 0.9, 0.99, 0.999";
  private static final String BOUNDS =
      "0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30";
  private static final Range<BigDecimal> QUANTILE =
      new Range<>(new BigDecimal("0.0001"), new BigDecimal("0.9999"));
  private static final Range<BigDecimal> BOUND =
      new Range<>(new BigDecimal("0.000001"), new BigDecimal("60"));
  private static final int MAX_QUANTILES = 10;
  private static final int MAX_BOUNDS = 60;

  private CollectorFile() {}

  /// Reads the file at `path`.
  ///
  /// @throws InvalidSettingsException with everything that is wrong in it
  public static CollectorSettings read(Path path) throws InvalidSettingsException {
    return SettingsFile.read(path, CollectorFile::settings);
  }

  /// Reads the file at `path`, but none that it names.
  ///
  /// @throws InvalidSettingsException with everything that is wrong in it
  public static OfflineSettings<CollectorSettings> readAlone(Path path)
      throws InvalidSettingsException {
    return SettingsFile.readAlone(path, CollectorFile::settings);
  }

  /// Reads all settings from the top section of a file.
  public static CollectorSettings settings(Section top) {
    ListenSettings listen = ListenSettings.read(top);
    Section limits = top.section("limits");
    int agents = limits.integer("agents", 20_000, new Range<>(1, 1_000_000));
    int attempts = limits.integer("attempts", 20_000, new Range<>(100, 1_000_000));
    int connections = limits.integer("connections", 25_000, new Range<>(1, 1_000_000));
    ExposeSettings expose = expose(top.section("quantiles"));
    return new CollectorSettings(
        new IngestSettings(listen.agents(), agents, connections),
        listen.web(),
        merge(top.section("histogram"), expose.window()),
        expose,
        TopologySettings.read(top),
        StoreSettings.read(top.section("store")),
        LimitSettings.read(limits),
        attempts);
  }

  private static ExposeSettings expose(Section section) {
    Range<Duration> range = new Range<>(Duration.ofSeconds(10), Duration.ofHours(1));
    Duration window = section.duration("window", Duration.ofMinutes(5), range);
    List<Double> values = section.some("values", QUANTILES, text -> number(text, QUANTILE));
    if (values.size() > MAX_QUANTILES) {
      section.mistake("values", "more than " + MAX_QUANTILES + " quantiles");
    }
    if (values.stream().distinct().count() < values.size()) {
      section.mistake("values", "names a quantile twice");
    }
    return new ExposeSettings(window, values);
  }

  private static MergeSettings merge(Section section, Duration window) {
    int schema =
        section.integer("schema", 6, new Range<>(NativeSchema.COARSEST, NativeSchema.FINEST));
    List<Double> bounds = section.some("bounds", BOUNDS, text -> number(text, BOUND));
    if (bounds.size() > MAX_BOUNDS) {
      section.mistake("bounds", "more than " + MAX_BOUNDS + " bounds");
    }
    if (!bounds.stream().sorted().distinct().toList().equals(bounds)) {
      section.mistake("bounds", "not in ascending order");
    }
    return new MergeSettings(window, schema, bounds);
  }

  private static double number(String text, Range<BigDecimal> range) {
    try {
      return range.checked(new BigDecimal(text)).doubleValue();
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("not a number", e);
    }
  }
}
