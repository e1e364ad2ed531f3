// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.page.stage;

import dev.zoneprobe.collector.Collector;
import dev.zoneprobe.collector.config.CollectorFile;
import dev.zoneprobe.collector.config.CollectorSettings;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.PeerInterval;
import dev.zoneprobe.measure.interval.SubjectInterval;
import dev.zoneprobe.measure.self.Condition;
import dev.zoneprobe.settings.SettingsFile;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A real collector in this process: agents report to it as the test says, at the time that the
/// test says. Not thread-safe.
public final class Stage implements AutoCloseable {
  private final CollectorSettings settings;
  private final Map<String, Long> sequences = new HashMap<>();
  private Collector collector;
  private Reporter reporter;
  private volatile Instant now;

  /// Starts one that keeps everything in memory, with further settings in YAML, with its clock at
  /// `begin`.
  public Stage(Instant begin, String settings) {
    this(begin, "store: {commitEvery: 10ms}\n", settings);
  }

  private Stage(Instant begin, String store, String settings) {
    this.now = begin;
    try {
      this.settings =
          SettingsFile.parse(
              "test", "listen: {grpc: 0, http: 0}\n" + store + settings, CollectorFile::settings);
      this.collector = started();
    } catch (Exception e) {
      throw new IllegalStateException("the collector did not start", e);
    }
    this.reporter = new Reporter(collector.grpcPort());
  }

  /// Starts one that keeps its history in `directory`.
  public static Stage keeping(Path directory, Instant begin, String settings) {
    return new Stage(
        begin, "store: {commitEvery: 10ms, directory: \"%s\"}\n".formatted(directory), settings);
  }

  private Collector started() throws Exception {
    Collector next = new Collector(settings, () -> now);
    next.start();
    return next;
  }

  /// Stops the collector, lets `pause` pass, and starts it again, elsewhere. Agents go on with the
  /// numbers of their snapshots.
  public void restart(Duration pause) throws Exception {
    close();
    advance(pause);
    collector = started();
    reporter = new Reporter(collector.grpcPort());
  }

  /// What the collector's clock shows.
  public Instant now() {
    return now;
  }

  /// Lets time pass for the collector.
  public void advance(Duration by) {
    now = now.plus(by);
  }

  /// The next snapshot of a node's agent, at this moment.
  public void report(String node, String zone, List<SubjectInterval> subjects)
      throws InterruptedException {
    report(node, zone, subjects, List.of());
  }

  /// The same, telling to which nodes attempts on peers went.
  public void report(
      String node, String zone, List<SubjectInterval> subjects, List<PeerInterval> peers)
      throws InterruptedException {
    reporter.deliver(snapshot(node, zone, subjects, peers));
  }

  /// The next snapshot of a node's agent that saw nothing, and makes one as often as this.
  public void report(String node, String zone, Duration interval) throws InterruptedException {
    reporter.deliver(snapshot(node, zone, interval, List.of(), List.of()));
  }

  /// The next snapshot of a node's agent that saw nothing, and was in this condition.
  public void report(String node, String zone, Condition condition) throws InterruptedException {
    reporter.deliver(snapshot(node, zone, List.of(), List.of()).telling(condition));
  }

  private IntervalSnapshot snapshot(
      String node, String zone, List<SubjectInterval> subjects, List<PeerInterval> peers) {
    return snapshot(node, zone, Duration.ofSeconds(10), subjects, peers);
  }

  private IntervalSnapshot snapshot(
      String node,
      String zone,
      Duration interval,
      List<SubjectInterval> subjects,
      List<PeerInterval> peers) {
    long sequence = sequences.merge(node, 1L, Long::sum);
    return new IntervalSnapshot(
        new IntervalSnapshot.Source(node, zone, "boot-1"),
        new IntervalSnapshot.Span(sequence, sequence, now.minus(interval), now),
        subjects,
        peers);
  }

  /// The page's address with this query, such as `?view=nodes`.
  public URI page(String query) {
    return URI.create("http://127.0.0.1:" + collector.httpPort() + "/" + query);
  }

  /// Stops it; whoever still looks at its page gets no more answers.
  @Override
  public void close() {
    reporter.close();
    collector.close();
  }
}
