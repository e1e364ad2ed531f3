// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.benchmarks.load;

import dev.zoneprobe.benchmarks.load.agent.Fleet;
import dev.zoneprobe.benchmarks.load.agent.Progress;
import dev.zoneprobe.benchmarks.load.collector.CollectorUnderLoad;
import dev.zoneprobe.benchmarks.process.ProcessCost;
import dev.zoneprobe.measure.NanoClock;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/// What everything had cost and how far it had come at one moment.
record Meter(
    long nanos, Optional<ProcessCost> collector, ProcessCost ourselves, Progress progress) {

  static Meter read(CollectorUnderLoad collector, Fleet fleet)
      throws IOException, InterruptedException {
    return new Meter(
        NanoClock.SYSTEM.nanos(),
        collector.cost(),
        ProcessCost.of(ProcessHandle.current()),
        fleet.progress());
  }

  Duration since(Meter before) {
    return Duration.ofNanos(nanos - before.nanos);
  }

  Optional<Figures.Cost> collectorCost(Meter before) {
    return collector.flatMap(after ->
        before.collector.map(earlier ->
            new Figures.Cost(
                cores(earlier, after, before), after.residentKilobytes(), after.peakKilobytes())));
  }

  double ourCores(Meter before) {
    return cores(before.ourselves, ourselves, before);
  }

  private double cores(ProcessCost earlier, ProcessCost later, Meter before) {
    return (double) (later.cpuNanos() - earlier.cpuNanos()) / since(before).toNanos();
  }

  long acknowledged(Meter before) {
    return progress.acknowledged() - before.progress.acknowledged();
  }

  long written(Meter before) {
    return progress.written() - before.progress.written();
  }
}
