// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.telemetry;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.DoubleSupplier;

/// The agent's meters, those of its JVM and process included; every one carries the label `node`.
///
/// Names are given with dots and come out as Prometheus writes them: `zoneprobe.agent.due.moments`
/// as a counter becomes `zoneprobe_agent_due_moments_total`. Thread-safe.
public final class AgentMeters implements AutoCloseable {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Labels node;
  private final JvmGcMetrics garbageCollection = new JvmGcMetrics();

  /// Micrometer itself holds what it reads from weakly, and would forget these.
  private final Queue<DoubleSupplier> counted = new ConcurrentLinkedQueue<>();

  /// Starts to measure JVM and process.
  ///
  /// @param version of the agent, for `zoneprobe_agent_build_info`
  public AgentMeters(String node, String version) {
    this.node = Labels.of("node", node);
    registry.config().commonTags("node", node);
    List<MeterBinder> binders =
        List.of(
            new JvmMemoryMetrics(),
            garbageCollection,
            new JvmThreadMetrics(),
            new ProcessorMetrics(),
            new UptimeMetrics(),
            new FileDescriptorMetrics());
    binders.forEach(binder -> binder.bindTo(registry));
    // Micrometer has no such type, and would cut `_info` off the name of a gauge.
    Info.builder()
        .name("zoneprobe_agent_build")
        .help("Which agent runs, and on which Java.")
        .constLabels(this.node)
        .labelNames("version", "java_version")
        .register(registry.getPrometheusRegistry())
        .addLabelValues(version, Runtime.version().toString());
  }

  /// A counter that is read from `count`, which never decreases.
  ///
  /// @param labels beside `node`; all counters of one name have the same keys
  public void counter(String name, String help, Map<String, String> labels, DoubleSupplier count) {
    counted.add(count);
    FunctionCounter.builder(name, count, DoubleSupplier::getAsDouble)
        .description(help)
        .tags(tags(labels))
        .register(registry);
  }

  /// A number that goes up and down, read from `value`.
  ///
  /// @param labels beside `node`; all gauges of one name have the same keys
  public void gauge(String name, String help, Map<String, String> labels, DoubleSupplier value) {
    Gauge.builder(name, value::getAsDouble).description(help).tags(tags(labels)).register(registry);
  }

  /// A histogram of durations, classic and native at once, by the values of one label beside
  /// `node`.
  ///
  /// @param bounds of the classic one, in seconds
  public Histogram histogram(String name, String help, String label, double... bounds) {
    return Histogram.builder()
        .name(name)
        .help(help)
        .unit(Unit.SECONDS)
        .constLabels(node)
        .labelNames(label)
        .classicUpperBounds(bounds)
        .withoutExemplars() // sampling them needs a tracer's classes, which we do not ship
        .register(registry.getPrometheusRegistry());
  }

  private static List<Tag> tags(Map<String, String> labels) {
    return labels.entrySet().stream().map(tag -> Tag.of(tag.getKey(), tag.getValue())).toList();
  }

  /// What is scraped. Collectors registered here carry their own `node`.
  public PrometheusRegistry registry() {
    return registry.getPrometheusRegistry();
  }

  @Override
  public void close() {
    garbageCollection.close();
    registry.close();
  }
}
