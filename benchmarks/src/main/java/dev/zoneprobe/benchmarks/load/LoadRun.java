// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.benchmarks.load;

import dev.zoneprobe.benchmarks.load.agent.Fleet;
import dev.zoneprobe.benchmarks.load.agent.Progress;
import dev.zoneprobe.benchmarks.load.collector.CollectorUnderLoad;
import dev.zoneprobe.benchmarks.load.collector.Recount;
import dev.zoneprobe.benchmarks.load.collector.Scrape;
import dev.zoneprobe.benchmarks.load.collector.SeriesCounts;
import dev.zoneprobe.benchmarks.load.snapshot.SnapshotPress;
import dev.zoneprobe.measure.NanoClock;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/// One load on one collector: warmed up, measured, drained, recounted. All the while the collector
/// is scraped as often as Prometheus would.
final class LoadRun implements AutoCloseable {
  private static final Duration STEP = Duration.ofSeconds(1);
  private static final int STEPS_BETWEEN_SCRAPES = 15;
  private static final int STEPS_BETWEEN_NEWS = 5;
  private static final int DRAIN_STEPS = 30;
  private static final int TIMED_SCRAPES = 5;

  private final Load load;
  private final CollectorUnderLoad collector;
  private final SnapshotPress press;
  private final Consumer<String> news;
  private final HttpClient client = HttpClient.newHttpClient();
  private final Fleet fleet;

  /// @param news told how it goes, for people
  LoadRun(Load load, CollectorUnderLoad collector, SnapshotPress press, Consumer<String> news) {
    this.load = load;
    this.collector = collector;
    this.press = press;
    this.news = news;
    this.fleet = new Fleet(load.fleet(), collector.agents(), press);
  }

  /// Runs it, once.
  ///
  /// @throws IOException if the collector ends or does not answer
  Figures run() throws IOException, InterruptedException {
    SeriesCounts before = SeriesCounts.of(scrape(Scrape.Format.TEXT));
    fleet.start();
    keepUp("warming up", load.warmUp());
    Meter begin = Meter.read(collector, fleet);
    var _ = fleet.takeReceiptTimes();
    keepUp("measuring", load.measured());
    Meter end = Meter.read(collector, fleet);
    Figures.Traffic traffic =
        new Figures.Traffic(
            end.since(begin),
            end.acknowledged(begin),
            end.written(begin),
            fleet.takeReceiptTimes());
    Figures.Scrapes scrapes = scrapes();
    Progress last = drained();
    last.endings().forEach((status, times) -> news.accept(times + " streams ended: " + status));
    return new Figures(
        load.fleet().agents(),
        end.collectorCost(begin),
        end.ourCores(begin),
        traffic,
        scrapes,
        recount(before, last),
        last.unanswered() + last.refused());
  }

  private void keepUp(String what, Duration time) throws IOException, InterruptedException {
    long begin = NanoClock.SYSTEM.nanos();
    for (int step = 0; ; step++) {
      Duration left = time.minusNanos(NanoClock.SYSTEM.nanos() - begin);
      if (!left.isPositive()) {
        return;
      }
      if (step % STEPS_BETWEEN_NEWS == 0) {
        tell(what, left);
      }
      if (step % STEPS_BETWEEN_SCRAPES == 0) {
        var _ = scrape(Scrape.Format.PROTOBUF);
      }
      collector.watch(left.compareTo(STEP) < 0 ? left : STEP);
    }
  }

  private void tell(String what, Duration left) throws InterruptedException {
    Progress progress = fleet.progress();
    news.accept(
        "%d agents, %s, %d s left: %d snapshots cut, %d without a receipt"
            .formatted(
                load.fleet().agents(),
                what,
                Math.round(left.toMillis() / 1e3),
                progress.cut(),
                progress.unanswered()));
  }

  private Figures.Scrapes scrapes() throws IOException, InterruptedException {
    Scrape text = typical(Scrape.Format.TEXT);
    Scrape protobuf = typical(Scrape.Format.PROTOBUF);
    return new Figures.Scrapes(
        text.body().size(), text.took(), protobuf.body().size(), protobuf.took(), text.samples());
  }

  /// The one of median duration.
  private Scrape typical(Scrape.Format format) throws IOException, InterruptedException {
    List<Scrape> scrapes = new ArrayList<>();
    for (int i = 0; i < TIMED_SCRAPES; i++) {
      scrapes.add(scrape(format));
    }
    scrapes.sort(Comparator.comparing(Scrape::took));
    return scrapes.get(TIMED_SCRAPES / 2);
  }

  private Scrape scrape(Scrape.Format format) throws IOException, InterruptedException {
    return Scrape.of(client, collector.metrics(), format);
  }

  private Progress drained() throws IOException, InterruptedException {
    fleet.stop();
    for (int i = 0; i < DRAIN_STEPS && fleet.progress().unanswered() > 0; i++) {
      collector.watch(STEP);
    }
    return fleet.progress();
  }

  private Recount recount(SeriesCounts before, Progress last)
      throws IOException, InterruptedException {
    SeriesCounts after = SeriesCounts.of(scrape(Scrape.Format.TEXT));
    return Recount.of(last.acknowledgedByZone(), press.content(), before, after);
  }

  @Override
  public void close() {
    fleet.close();
    client.close();
  }
}
