// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.page.fault;

import static org.awaitility.Awaitility.await;

import dev.zoneprobe.demo.fault.Fault;
import dev.zoneprobe.e2e.kit.JavaProgram;
import dev.zoneprobe.e2e.kit.observer.Sample;
import dev.zoneprobe.e2e.kit.observer.Scrape;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// A demo for each fault, with that fault and no other. While one is looked at, the next one
/// starts; while one gathers its numbers it is alone, because two cores are not enough for more.
final class Demos implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int FIRST_NETWORK = 20;
  private static final List<Fault> FAULTS = List.of(Fault.values());

  /// So many attempts that a slow beginning is no more than a few of a hundred.
  private static final int ENOUGH_ATTEMPTS = 3_000;

  private final Map<Fault, JavaProgram> running = new EnumMap<>(Fault.class);

  /// The page of the demo with this fault, when it has something to show. Demos of earlier faults
  /// have ended then.
  URI page(Fault fault) {
    endBefore(fault);
    JavaProgram demo = start(fault);
    await().atMost(PATIENCE).until(() -> demo.output().contains("Fault " + fault.label()));
    URI page = URI.create("http://127.%d.0.1:8791/".formatted(network(fault)));
    await().atMost(PATIENCE).until(() -> attempts(page) >= ENOUGH_ATTEMPTS);
    FAULTS.stream().skip(FAULTS.indexOf(fault) + 1L).findFirst().ifPresent(this::start);
    return page;
  }

  private void endBefore(Fault fault) {
    FAULTS.stream()
        .limit(FAULTS.indexOf(fault))
        .map(running::remove)
        .forEach(demo -> {
          if (demo != null) {
            demo.close();
          }
        });
  }

  private JavaProgram start(Fault fault) {
    return running.computeIfAbsent(
        fault,
        _ ->
            JavaProgram.demo(
                "--seconds=300",
                "--every=1m",
                "--network=" + network(fault),
                "--fault=" + fault.label()));
  }

  private static int network(Fault fault) {
    return FIRST_NETWORK + FAULTS.indexOf(fault);
  }

  private static double attempts(URI page) throws Exception {
    return Scrape.of(page.resolve("metrics")).samples().stream()
        .filter(sample -> sample.name().equals("zoneprobe_attempts_total"))
        .mapToDouble(Sample::value)
        .sum();
  }

  @Override
  public void close() {
    running.values().forEach(JavaProgram::close);
  }
}
