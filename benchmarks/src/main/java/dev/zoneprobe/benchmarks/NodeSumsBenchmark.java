// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.benchmarks;

import dev.zoneprobe.benchmarks.load.snapshot.Cut;
import dev.zoneprobe.benchmarks.load.snapshot.Repertoire;
import dev.zoneprobe.benchmarks.load.snapshot.SnapshotPress;
import dev.zoneprobe.collector.node.NodeSum;
import dev.zoneprobe.collector.node.NodeSums;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.PeerInterval;
import dev.zoneprobe.measure.interval.QuantileEstimate;
import dev.zoneprobe.wire.FrameLimits;
import dev.zoneprobe.wire.SnapshotDecoder;
import dev.zoneprobe.wire.proto.SnapshotFrame;
import dev.zoneprobe.wire.proto.Source;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What do sums by node cost once ten minutes are full: memory, a snapshot, a question?
///
/// Each node probes 12 others in 9 zones about 60 times a second altogether, as with the defaults.
///
///     java -cp benchmarks/target/classes:$(cat benchmarks/target/classpath) org.openjdk.jmh.Main NodeSums
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(
    value = 1,
    jvmArgs = {"-Xmx1g", "-XX:+UseSerialGC"})
public class NodeSumsBenchmark {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Duration INTERVAL = Duration.ofSeconds(10);
  private static final int INTERVALS = 60;
  private static final int PATTERNS = 240;
  private static final int SAMPLES = 20;

  @Param({"1000", "5000"})
  int nodes;

  private final List<IntervalSnapshot> patterns = new ArrayList<>();
  private Instant now = NOON;
  private NodeSums sums = new NodeSums(0, _ -> true, () -> now);
  private long bytes;
  private int next;

  /// What the sums take of the heap.
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Size {
    private long bytesOfNode;

    public long bytesOfNode() {
      return bytesOfNode;
    }
  }

  @Setup
  public void fill() throws Exception {
    drawPatterns();
    long before = heap();
    sums = new NodeSums(nodes, _ -> true, () -> now);
    for (int interval = 0; interval < INTERVALS; interval++) {
      for (int node = 0; node < nodes; node++) {
        sums.merge(snapshot(node, interval));
      }
      now = now.plus(INTERVAL);
    }
    now = now.minus(INTERVAL);
    bytes = heap() - before;
  }

  private void drawPatterns() throws Exception {
    List<String> zones = IntStream.range(0, 9).mapToObj(zone -> "zone-" + zone).toList();
    SnapshotPress press = new SnapshotPress(Repertoire.of(zones, 200), SAMPLES, INTERVAL);
    SnapshotDecoder decoder = new SnapshotDecoder(FrameLimits.DEFAULT);
    Source source =
        Source.newBuilder().setNode("node-99").setZone("zone-0").setBootId("boot").build();
    long noon = NOON.toEpochMilli();
    for (int sequence = 1; sequence <= PATTERNS; sequence++) {
      Cut cut = new Cut(sequence, 0, noon - INTERVAL.toMillis(), noon, OptionalLong.empty());
      patterns.add(decoder.decode(SnapshotFrame.parseFrom(press.print(source, cut))));
    }
  }

  private IntervalSnapshot snapshot(int node, int interval) {
    IntervalSnapshot pattern = patterns.get((node * 7 + interval * 31) % PATTERNS);
    List<PeerInterval> peers = new ArrayList<>();
    for (PeerInterval peer : pattern.peers()) {
      peers.add(
          new PeerInterval(
              "node-" + (node + 1 + peers.size()) % nodes,
              peer.zone(),
              peer.successes(),
              peer.failures(),
              peer.connects(),
              peer.roundTrips()));
    }
    return new IntervalSnapshot(
        new IntervalSnapshot.Source("node-" + node, "zone-" + node % 9, "boot"),
        new IntervalSnapshot.Span(interval + 1L, interval + 1L, now.minus(INTERVAL), now),
        pattern.subjects(),
        peers);
  }

  private static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  @Benchmark
  public void merge() {
    next = (next + 1) % nodes;
    sums.merge(snapshot(next, next % INTERVALS));
  }

  /// Both roles of all nodes, the median and one other quantile.
  @Benchmark
  @OutputTimeUnit(TimeUnit.MILLISECONDS)
  public long answer() {
    long found = 0;
    for (NodeSum sum : sums.sums(Phase.ROUND_TRIP)) {
      for (double quantile : new double[] {0.5, 0.99}) {
        found += QuantileEstimate.of(sum.source().durations(), quantile).isPresent() ? 1 : 0;
        found += QuantileEstimate.of(sum.destination().durations(), quantile).isPresent() ? 1 : 0;
      }
    }
    return found;
  }

  /// A single shot, because JMH adds counters up over iterations.
  @Benchmark
  @BenchmarkMode(Mode.SingleShotTime)
  @Warmup(iterations = 0)
  @Measurement(iterations = 1)
  public void size(Size size) {
    size.bytesOfNode = bytes / nodes;
  }
}
