// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.benchmarks.sidebyside;

import dev.zoneprobe.benchmarks.sidebyside.prober.Load;
import dev.zoneprobe.benchmarks.sidebyside.prober.Reading;
import dev.zoneprobe.measure.interval.LatencyHistogram;
import dev.zoneprobe.measure.interval.QuantileEstimate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What we want to reach, beside what a run reached. Ratios within one run, because machines
/// differ.
final class Aims {
  private static final int MANY = 100;
  private static final int MOST = 400;

  private record Key(Load.Kind kind, int targets, String prober) {}

  private final Map<Key, Reading> readings = new HashMap<>();
  private final List<String> lines = new ArrayList<>();

  void add(Load load, String prober, Reading reading) {
    readings.put(new Key(load.kind(), load.targets(), prober), reading);
  }

  /// One line an aim, in Markdown; aims whose readings are missing are left out.
  List<String> lines(Duration startUp) {
    for (Load.Kind kind : Load.Kind.values()) {
      String what = kind.label().toUpperCase(Locale.ROOT);
      ratio(
          "CPU of a probe, %s, of blackbox_exporter's".formatted(what),
          kind == Load.Kind.TCP ? 0.35 : 0.5,
          cpu(kind, "zoneprobe agent"),
          cpu(kind, "blackbox_exporter"));
    }
    ratio(
        "TCP connect p50, of the bare C loop's",
        3,
        connect("zoneprobe agent"),
        connect("bare C loop"));
    for (Load.Kind kind : Load.Kind.values()) {
      ratio(
          "p50 at 400 targets, of that at 1, " + kind.label(),
          1.3,
          median(kind, MOST),
          median(kind, 1));
    }
    reading(Load.Kind.HTTP, MANY, "zoneprobe agent")
        .ifPresent(
            found -> line("resident at 100 targets, MB", 80, found.residentKilobytes() / 1e3));
    line("start-up to first probe, ms", 400, startUp.toNanos() / 1e6);
    return lines;
  }

  private void ratio(String what, double aim, Optional<Double> ours, Optional<Double> theirs) {
    if (ours.isPresent() && theirs.isPresent()) {
      line(what, aim, ours.get() / theirs.get());
    }
  }

  private void line(String what, double aim, double reached) {
    lines.add(
        String.format(
            Locale.ROOT,
            "| %s | ≤ %s | %.2f | %s |",
            what,
            aim,
            reached,
            reached <= aim ? "reached" : "falls short"));
  }

  private Optional<Double> cpu(Load.Kind kind, String prober) {
    return reading(kind, MANY, prober).map(Reading::cpuMicrosPerProbe);
  }

  private Optional<Double> connect(String prober) {
    return reading(Load.Kind.TCP, MANY, prober).flatMap(Reading::connect).flatMap(Aims::p50);
  }

  private Optional<Double> median(Load.Kind kind, int targets) {
    return reading(kind, targets, "zoneprobe agent").map(Reading::whole).flatMap(Aims::p50);
  }

  private Optional<Reading> reading(Load.Kind kind, int targets, String prober) {
    return Optional.ofNullable(readings.get(new Key(kind, targets, prober)));
  }

  private static Optional<Double> p50(LatencyHistogram histogram) {
    return QuantileEstimate.of(histogram, 0.5).map(estimate -> (double) estimate.estimateNanos());
  }
}
