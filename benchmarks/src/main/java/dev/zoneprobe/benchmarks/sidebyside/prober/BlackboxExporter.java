// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.benchmarks.sidebyside.prober;

import dev.zoneprobe.benchmarks.process.FreePort;
import dev.zoneprobe.benchmarks.process.ProcessCost;
import dev.zoneprobe.measure.NanoClock;
import dev.zoneprobe.measure.interval.LatencyHistogram;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Debian's blackbox_exporter, scraped as Prometheus would: one request a probe, each target once a
/// second. What it costs to ask is not counted, what it costs to answer is.
public final class BlackboxExporter implements Prober {
  private static final Pattern WHOLE = Pattern.compile("(?m)^probe_duration_seconds (\\S+)$");
  private static final Pattern CONNECT =
      Pattern.compile("(?m)^probe_http_duration_seconds\\{phase=\"connect\"} (\\S+)$");
  private static final Pattern SUCCESS = Pattern.compile("(?m)^probe_success 1$");

  private final Path folder;

  /// @param folder for its settings
  public BlackboxExporter(Path folder) {
    this.folder = folder;
  }

  @Override
  public String name() {
    return "blackbox_exporter";
  }

  @Override
  public Reading measure(Load load, int port) throws IOException, InterruptedException {
    Path settings = folder.resolve("blackbox.yml");
    Files.writeString(
        settings,
        "modules: {http: {prober: http, timeout: 1s}, tcp: {prober: tcp, timeout: 1s}}\n");
    int listen = FreePort.next();
    Process exporter =
        new ProcessBuilder(
                "prometheus-blackbox-exporter",
                "--config.file=" + settings,
                "--web.listen-address=127.0.0.1:" + listen,
                "--log.level=error")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("blackbox.log").toFile())
            .start();
    try (HttpClient client = HttpClient.newHttpClient()) {
      FreePort.awaitListening(listen);
      return new Scrapes(client, scrape(load, port, listen)).measure(load, exporter);
    } finally {
      exporter.destroy();
    }
  }

  private static HttpRequest scrape(Load load, int port, int listen) {
    String target = (load.kind() == Load.Kind.HTTP ? "http://" : "") + "127.0.0.1:" + port;
    URI uri =
        URI.create(
            "http://127.0.0.1:%d/probe?module=%s&target=%s"
                .formatted(listen, load.kind().label(), target));
    return HttpRequest.newBuilder(uri).build();
  }

  /// The requests of one load, on an absolute grid.
  private record Scrapes(HttpClient client, HttpRequest request) {
    private static final int MOST_IN_FLIGHT = 512;

    Reading measure(Load load, Process exporter) throws IOException, InterruptedException {
      boolean _ = make(load.targets() * load.warmUp().toSeconds(), load, new Answers());
      ProcessCost before = ProcessCost.of(exporter.toHandle());
      Answers answers = new Answers();
      boolean _ = make(load.targets() * load.measured().toSeconds(), load, answers);
      ProcessCost after = ProcessCost.of(exporter.toHandle());
      return new Reading(
          answers.connect.count() == 0 ? Optional.empty() : Optional.of(answers.connect),
          answers.whole,
          answers.whole.count(),
          after.cpuNanos() - before.cpuNanos(),
          after.residentKilobytes());
    }

    private boolean make(long count, Load load, Answers answers) throws InterruptedException {
      Semaphore free = new Semaphore(MOST_IN_FLIGHT);
      long begin = NanoClock.SYSTEM.nanos();
      for (long k = 0; k < count; k++) {
        long due = begin + k * TimeUnit.SECONDS.toNanos(1) / load.targets();
        for (long left = due - NanoClock.SYSTEM.nanos();
            left > 0;
            left = due - NanoClock.SYSTEM.nanos()) {
          LockSupport.parkNanos(left);
        }
        free.acquire();
        CompletableFuture<Void> _ =
            client
                .sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .thenAccept(answer -> answers.add(answer.body()))
                .whenComplete((_, _) -> free.release());
      }
      return free.tryAcquire(
          MOST_IN_FLIGHT, Duration.ofSeconds(5).toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /// What it reported. Thread-safe.
  private static final class Answers {
    private final LatencyHistogram connect = new LatencyHistogram();
    private final LatencyHistogram whole = new LatencyHistogram();

    synchronized void add(String metrics) {
      if (SUCCESS.matcher(metrics).find()) {
        record(WHOLE.matcher(metrics), whole);
        record(CONNECT.matcher(metrics), connect);
      }
    }

    private static void record(Matcher seconds, LatencyHistogram histogram) {
      if (seconds.find()) {
        histogram.record(Math.round(Double.parseDouble(seconds.group(1)) * 1e9));
      }
    }
  }
}
