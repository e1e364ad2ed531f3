// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.page.stage;

import dev.zoneprobe.collector.Collector;
import dev.zoneprobe.collector.config.CollectorFile;
import dev.zoneprobe.collector.config.CollectorSettings;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.SubjectInterval;
import dev.zoneprobe.measure.self.Condition;
import dev.zoneprobe.settings.SettingsFile;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A real collector in this process: agents report to it as the test says, at the time that the
/// test says. Not thread-safe.
public final class Stage implements AutoCloseable {
  private final Collector collector;
  private final Reporter reporter;
  private final Map<String, Long> sequences = new HashMap<>();
  private volatile Instant now;

  /// Starts one with further settings in YAML, with its clock at `begin`.
  public Stage(Instant begin, String settings) {
    this.now = begin;
    try {
      CollectorSettings parsed =
          SettingsFile.parse(
              "test",
              "listen: {grpc: 0, http: 0}\nstore: {commitEvery: 10ms}\n" + settings,
              CollectorFile::settings);
      collector = new Collector(parsed, () -> now);
      collector.start();
    } catch (Exception e) {
      throw new IllegalStateException("the collector did not start", e);
    }
    reporter = new Reporter(collector.grpcPort());
  }

  /// What the collector's clock shows.
  Instant now() {
    return now;
  }

  /// Lets time pass for the collector.
  public void advance(Duration by) {
    now = now.plus(by);
  }

  /// The next snapshot of a node's agent, at this moment.
  public void report(String node, String zone, List<SubjectInterval> subjects)
      throws InterruptedException {
    reporter.deliver(snapshot(node, zone, subjects));
  }

  /// The next snapshot of a node's agent that saw nothing, and was in this condition.
  public void report(String node, String zone, Condition condition) throws InterruptedException {
    reporter.deliver(snapshot(node, zone, List.of()).telling(condition));
  }

  private IntervalSnapshot snapshot(String node, String zone, List<SubjectInterval> subjects) {
    long sequence = sequences.merge(node, 1L, Long::sum);
    return new IntervalSnapshot(
        new IntervalSnapshot.Source(node, zone, "boot-1"),
        new IntervalSnapshot.Span(sequence, sequence, now.minusSeconds(10), now),
        subjects);
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
