// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.benchmarks.load;

import dev.zoneprobe.benchmarks.load.collector.CollectorUnderLoad;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/// Which collector simulated agents report to: a fresh one of this build, or one that runs already.
final class CollectorOptions {
  /// One or the other.
  static final class Choice {
    @Option(
        names = "--start-collector",
        description =
            "Start the collector of this build, on a core of its own, with "
                + "collector/jvm.options and a store in a temporary folder; this is the default.")
    private boolean start;

    @Option(
        names = "--collector",
        paramLabel = "HOST:PORT",
        description = "Report to the collector that listens there; others must not report to it.")
    private Optional<String> elsewhere = Optional.empty();
  }

  @ArgGroup private Choice choice = new Choice();

  @Option(
      names = "--metrics",
      paramLabel = "URL",
      description = "Where that collector is scraped (default: http://HOST:8791/metrics).")
  private Optional<URI> metrics = Optional.empty();

  @Option(
      names = "--jvm-option",
      paramLabel = "OPTION",
      description =
          "A further option for the JVM of the collector that is started, such as -Xlog:gc; "
              + "may be repeated.")
  private List<String> jvmOptions = List.of();

  List<String> jvmOptions() {
    return jvmOptions;
  }

  /// The collector that runs already; empty if one is to be started.
  ///
  /// @throws IllegalArgumentException if its address is none
  Optional<CollectorUnderLoad.Elsewhere> elsewhere() {
    return choice.start ? Optional.empty() : choice.elsewhere.map(this::at);
  }

  private CollectorUnderLoad.Elsewhere at(String address) {
    int colon = address.lastIndexOf(':');
    String host = address.substring(0, Math.max(0, colon));
    String port = address.substring(colon + 1);
    if (host.isEmpty() || !port.matches("\\d{1,5}")) {
      throw new IllegalArgumentException(
          "--collector: \"%s\": expected host:port".formatted(address));
    }
    return new CollectorUnderLoad.Elsewhere(
        address, metrics.orElseGet(() -> URI.create("http://" + host + ":8791/metrics")));
  }
}
