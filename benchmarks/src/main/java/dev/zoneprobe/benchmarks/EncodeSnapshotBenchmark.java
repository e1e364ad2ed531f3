// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.benchmarks;

import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.wire.SnapshotEncoder;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What does encoding one snapshot of 200 series with 60 samples each cost, and how many bytes is
/// it?
///
/// Once an interval on each agent. Of `size`, only `bytes` means anything.
///
///     java -cp benchmarks/target/classes:$(cat benchmarks/target/classpath) org.openjdk.jmh.Main EncodeSnapshot
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class EncodeSnapshotBenchmark {
  private final IntervalSnapshot snapshot = SampleSnapshot.create();

  /// The size of the frame.
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Size {
    private int bytes;

    public int bytes() {
      return bytes;
    }
  }

  @Benchmark
  public byte[] encode() {
    return SnapshotEncoder.encode(snapshot).toByteArray();
  }

  /// A single shot, because JMH adds counters up over iterations.
  @Benchmark
  @BenchmarkMode(Mode.SingleShotTime)
  @Warmup(iterations = 0)
  @Measurement(iterations = 1)
  public void size(Size size) {
    size.bytes = encode().length;
  }
}
