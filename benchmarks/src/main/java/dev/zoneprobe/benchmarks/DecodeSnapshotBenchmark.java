// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.benchmarks;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.wire.FrameLimits;
import dev.zoneprobe.wire.InvalidFrameException;
import dev.zoneprobe.wire.SnapshotDecoder;
import dev.zoneprobe.wire.SnapshotEncoder;
import dev.zoneprobe.wire.proto.SnapshotFrame;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What does decoding one snapshot of 200 series with 60 samples each cost, with all its checks?
///
/// Once an interval for each agent, on the collector: its bound on the number of agents. `parse` is
/// protobuf's share.
///
///     java -cp benchmarks/target/classes:$(cat benchmarks/target/classpath) org.openjdk.jmh.Main DecodeSnapshot
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DecodeSnapshotBenchmark {
  private final byte[] bytes = SnapshotEncoder.encode(SampleSnapshot.create()).toByteArray();
  private final SnapshotDecoder decoder = new SnapshotDecoder(FrameLimits.DEFAULT);

  @Benchmark
  public SnapshotFrame parse() throws InvalidProtocolBufferException {
    return SnapshotFrame.parseFrom(bytes);
  }

  @Benchmark
  public IntervalSnapshot parseAndDecode()
      throws InvalidProtocolBufferException, InvalidFrameException {
    return decoder.decode(SnapshotFrame.parseFrom(bytes));
  }
}
