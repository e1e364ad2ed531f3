// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.ingest;

import dev.zoneprobe.collector.ingest.gate.Admission.Refusal;
import dev.zoneprobe.collector.ingest.gate.SequenceGate;
import dev.zoneprobe.measure.Label;
import dev.zoneprobe.wire.InvalidFrameException.Reason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// What happened to the frames that came: received = merged + duplicate + rejected + put off,
/// except for those that are being worked on. Thread-safe.
final class IngestCounters {
  private final MeterRegistry meters;
  private final Counter received;
  private final Counter merged;
  private final Counter duplicate;
  private final Counter lost;
  private final Counter putOff;
  private final Timer ingest;

  IngestCounters(MeterRegistry meters, SequenceGate gate) {
    this.meters = meters;
    received =
        Counter.builder("zoneprobe.collector.snapshots.received")
            .description(
                "Snapshot frames that came; equals merged + duplicate + rejected + put off")
            .register(meters);
    merged =
        Counter.builder("zoneprobe.collector.snapshots.merged")
            .description("Snapshot frames that were added to the zones' sums")
            .register(meters);
    duplicate =
        Counter.builder("zoneprobe.collector.snapshots.duplicate")
            .description("Snapshot frames that were in already")
            .register(meters);
    lost =
        Counter.builder("zoneprobe.collector.snapshots.lost")
            .description("Cuts that an agent numbered and that never came")
            .register(meters);
    putOff =
        Counter.builder("zoneprobe.collector.snapshots.put.off")
            .description("Snapshot frames that are to come again: their zone was not known yet")
            .register(meters);
    ingest =
        Timer.builder("zoneprobe.collector.ingest")
            .description("Time to check one snapshot frame, without the wait for its commit")
            .register(meters);
    Gauge.builder("zoneprobe.collector.agents", gate, SequenceGate::known)
        .description("Agents whose sequence numbers are remembered")
        .register(meters);
    FunctionCounter.builder("zoneprobe.collector.agents.forgotten", gate, SequenceGate::forgotten)
        .description("Agents that were forgotten to make room for others")
        .register(meters);
    Stream.<Label>concat(Stream.of(Reason.values()), Stream.of(Refusal.values()))
        .forEach(this::rejections);
  }

  /// Counts one frame as received and measures how long `work` on it takes.
  <T> T received(Supplier<T> work) {
    received.increment();
    return ingest.record(work);
  }

  void merged() {
    merged.increment();
  }

  void duplicate() {
    duplicate.increment();
  }

  void lost(long cuts) {
    lost.increment((double) cuts);
  }

  void putOff() {
    putOff.increment();
  }

  void rejected(Label reason) {
    rejections(reason).increment();
  }

  /// There from the start, at zero: the increase of a series that begins with its first rejection
  /// would not tell of it.
  private Counter rejections(Label reason) {
    return Counter.builder("zoneprobe.collector.snapshots.rejected")
        .description("Snapshot frames that were not let in, by reason")
        .tag("reason", reason.label())
        .register(meters);
  }
}
