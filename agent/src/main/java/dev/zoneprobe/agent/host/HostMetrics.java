// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.host;

import dev.zoneprobe.agent.host.kernel.CpuTime;
import dev.zoneprobe.agent.host.kernel.KernelCounters;
import dev.zoneprobe.agent.host.kernel.KernelCounters.Resource;
import dev.zoneprobe.agent.host.kernel.KernelCounters.Scope;
import dev.zoneprobe.agent.host.kernel.KernelCounters.Strain;
import dev.zoneprobe.agent.host.kernel.LoadAverage;
import dev.zoneprobe.agent.host.kernel.Memory;
import dev.zoneprobe.agent.host.kernel.Pressure;
import dev.zoneprobe.agent.host.kernel.Throttling;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Optional;

/// What the kernel counts about this host and this process, read at each scrape, every file once.
/// What this host does not have is absent. Thread-safe.
public final class HostMetrics implements MultiCollector {
  private static final double NANOS_PER_SECOND = 1e9;

  private final KernelCounters kernel;
  private final Labels node;

  /// @param kernel stays with its owner
  public HostMetrics(KernelCounters kernel, String node) {
    this.kernel = kernel;
    this.node = Labels.of("node", node);
  }

  @Override
  public MetricSnapshots collect() {
    HostFamilies families = new HostFamilies(node);
    addPressure(families);
    kernel.cpuTime().ifPresent(cpu -> addCpu(families, cpu));
    kernel.load().ifPresent(load -> addLoad(families, load));
    kernel.memory().ifPresent(memory -> addMemory(families, memory));
    kernel.throttling().ifPresent(throttling -> addThrottling(families, throttling));
    addOwnMemory(families);
    return families.snapshots();
  }

  private void addPressure(HostFamilies families) {
    for (Resource resource : Resource.values()) {
      Labels labels = Labels.of("resource", resource.label());
      Optional<Pressure> host = kernel.pressure(new Strain(Scope.HOST, resource));
      host.ifPresent(pressure ->
          families.counter(
              "zoneprobe_host_pressure_waiting_seconds",
              "Time in which a task of the host waited for the resource",
              labels,
              seconds(pressure.someNanos())));
      host.flatMap(Pressure::fullNanos)
          .ifPresent(full ->
              families.counter(
                  "zoneprobe_host_pressure_stalled_seconds",
                  "Time in which all busy tasks of the host waited for the resource",
                  labels,
                  seconds(full)));
      kernel
          .pressure(new Strain(Scope.CGROUP, resource))
          .ifPresent(pressure ->
              families.counter(
                  "zoneprobe_agent_pressure_waiting_seconds",
                  "Time in which a task of the agent's cgroup waited for the resource",
                  labels,
                  seconds(pressure.someNanos())));
    }
  }

  private static void addCpu(HostFamilies families, CpuTime cpu) {
    cpu.seconds()
        .forEach((mode, seconds) ->
            families.counter(
                "zoneprobe_host_cpu_seconds",
                "What the host's CPUs did, summed over CPUs",
                Labels.of("mode", mode),
                seconds));
  }

  private static void addLoad(HostFamilies families, LoadAverage load) {
    families.gauge("zoneprobe_host_load1", "Load average of 1 minute", load.oneMinute());
    families.gauge("zoneprobe_host_load5", "Load average of 5 minutes", load.fiveMinutes());
    families.gauge("zoneprobe_host_load15", "Load average of 15 minutes", load.fifteenMinutes());
  }

  private static void addMemory(HostFamilies families, Memory memory) {
    families.gauge(
        "zoneprobe_host_memory_total_bytes", "The host's memory", (double) memory.totalBytes());
    families.gauge(
        "zoneprobe_host_memory_available_bytes",
        "Memory that programs of the host could still get",
        (double) memory.availableBytes());
  }

  private static void addThrottling(HostFamilies families, Throttling throttling) {
    families.counter(
        "zoneprobe_agent_cpu_periods",
        "Enforcement periods of the CPU limit in which the agent ran",
        Labels.EMPTY,
        (double) throttling.periods());
    families.counter(
        "zoneprobe_agent_cpu_throttled_periods",
        "Enforcement periods in which the agent used up its CPU limit",
        Labels.EMPTY,
        (double) throttling.throttledPeriods());
    families.counter(
        "zoneprobe_agent_cpu_throttled_seconds",
        "Time for which the CPU limit held the agent up, summed over CPUs",
        Labels.EMPTY,
        seconds(throttling.throttledNanos()));
  }

  private void addOwnMemory(HostFamilies families) {
    kernel
        .memoryUsedBytes()
        .ifPresent(bytes ->
            families.gauge(
                "zoneprobe_agent_memory_used_bytes", "Memory of the agent's cgroup", bytes));
    kernel
        .memoryLimitBytes()
        .ifPresent(bytes ->
            families.gauge(
                "zoneprobe_agent_memory_limit_bytes",
                "Most memory that the agent's cgroup may use",
                bytes));
  }

  private static double seconds(long nanos) {
    return nanos / NANOS_PER_SECOND;
  }
}
