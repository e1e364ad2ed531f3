// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.benchmarks;

import dev.zoneprobe.measure.interval.LatencyHistogram;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;
import org.HdrHistogram.PackedHistogram;
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

/// Is a packed or a plain histogram the better one for 60 samples: to record, to add, to walk, and
/// in bytes?
///
/// Of `size`, only `bytes` means anything: HdrHistogram's own estimate of its footprint.
///
///     java -cp benchmarks/target/classes:$(cat benchmarks/target/classpath) org.openjdk.jmh.Main PackedHistogram
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PackedHistogramBenchmark {
  private final List<Long> durations = SampleSnapshot.durations(new SplittableRandom(1));

  @Param Kind kind = Kind.PACKED;

  /// Which of HdrHistogram's classes.
  public enum Kind {
    PACKED,
    PLAIN;

    Histogram create() {
      return switch (this) {
        case PACKED -> new PackedHistogram(1_000, LatencyHistogram.HIGHEST_NANOS, 3);
        case PLAIN -> new Histogram(1_000, LatencyHistogram.HIGHEST_NANOS, 3);
      };
    }
  }

  /// The size of the histogram.
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Size {
    private int bytes;

    public int bytes() {
      return bytes;
    }
  }

  private Histogram one = kind.create();
  private Histogram sum = kind.create();

  @Setup
  public void fill() {
    one = kind.create();
    sum = kind.create();
    durations.forEach(one::recordValue);
  }

  @Benchmark
  public Histogram createAndRecord60() {
    Histogram histogram = kind.create();
    for (long nanos : durations) {
      histogram.recordValue(nanos);
    }
    return histogram;
  }

  @Benchmark
  public Histogram add() {
    sum.add(one);
    return sum;
  }

  @Benchmark
  public long walk() {
    long count = 0;
    for (HistogramIterationValue cell : one.recordedValues()) {
      count += cell.getCountAddedInThisIterationStep();
    }
    return count;
  }

  /// A single shot, because JMH adds counters up over iterations.
  @Benchmark
  @BenchmarkMode(Mode.SingleShotTime)
  @Warmup(iterations = 0)
  @Measurement(iterations = 1)
  public void size(Size size) {
    size.bytes = one.getEstimatedFootprintInBytes();
  }
}
