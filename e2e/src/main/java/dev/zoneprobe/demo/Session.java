// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.demo;

import dev.zoneprobe.agent.config.TargetReader;
import dev.zoneprobe.demo.fault.Fault;
import dev.zoneprobe.demo.fault.Schedule;
import dev.zoneprobe.demo.fault.Schedule.Turn;
import dev.zoneprobe.demo.table.Ink;
import dev.zoneprobe.demo.table.Readings;
import dev.zoneprobe.demo.table.TargetTable;
import dev.zoneprobe.demo.table.ZoneTable;
import dev.zoneprobe.measure.NanoClock;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// What a person sees of a demo, from its start to its end.
final class Session implements AutoCloseable {
  /// How the zones are laid out.
  enum Detail {
    SUMMARY,
    PHASES
  }

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration GLANCE = Duration.ofMillis(200);
  private static final String LEGEND =
      """
      Milliseconds: p50 / p99 / failures. "needs 120": so many samples more before that quantile says
      anything. The extra distances are simulated: a relay holds back each chunk for half the round
      trip in each direction. It cannot delay the kernel's TCP handshake, so the distance shows from
      the first byte on (TLS, HTTP/2 set-up, round trip), not in tcp connect or dns lookup.
      """;

  private final Demo demo;
  private final Page page = new Page();
  private final PrintWriter out;
  private final Ink ink;
  private final Detail detail;
  private final Schedule schedule;
  private final long beginNanos = NanoClock.SYSTEM.nanos();

  /// @param demo stays the caller's
  Session(Demo demo, PrintWriter out, Ink ink, Detail detail, Schedule schedule) {
    this.demo = demo;
    this.out = out;
    this.ink = ink;
    this.detail = detail;
    this.schedule = schedule;
  }

  /// Runs the demo; the collector comes last, so that no agent has a plan, and probes its peers,
  /// before all of them are warm. Returns why it ended early, or nothing when the time is over.
  Optional<String> run(Duration time, Duration every) throws IOException, InterruptedException {
    demo.startAgents();
    Optional<String> problem = awaitReady("agents", demo.agentsReady().toList());
    if (problem.isEmpty()) {
      demo.startCollector();
      problem = awaitReady("collector", List.of(demo.metrics()));
    }
    if (problem.isEmpty()) {
      out.println("All four processes run. " + addresses());
      out.println();
      out.print(LEGEND);
      out.flush();
      problem = showUntil(time, every);
    }
    return problem;
  }

  private Optional<String> awaitReady(String what, List<URI> pages)
      throws IOException, InterruptedException {
    out.println("Starting: " + what + " …");
    out.flush();
    while (passed().compareTo(PATIENCE) < 0) {
      Optional<Child> ended = demo.firstEndedWithin(GLANCE);
      if (ended.isPresent()) {
        return Optional.of(ended.get().epitaph());
      }
      if (areReady(pages)) {
        return Optional.empty();
      }
    }
    return Optional.of(what + " not ready after " + PATIENCE.toSeconds() + " s");
  }

  private boolean areReady(List<URI> pages) throws InterruptedException {
    for (URI uri : pages) {
      if (!page.isReady(uri)) {
        return false;
      }
    }
    return true;
  }

  private Optional<String> showUntil(Duration end, Duration every)
      throws IOException, InterruptedException {
    Duration running = passed();
    Duration shown = running;
    while (passed().compareTo(end) < 0) {
      Duration next = earlier(end, shown.plus(every)).minus(passed());
      Optional<Child> ended =
          demo.firstEndedWithin(schedule.untilNext(passed().minus(running), next));
      if (ended.isPresent()) {
        return Optional.of(ended.get().epitaph());
      }
      takeTurns(passed().minus(running));
      if (passed().compareTo(shown.plus(every)) >= 0) {
        show();
        shown = passed();
      }
    }
    return Optional.empty();
  }

  private static Duration earlier(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private void takeTurns(Duration running) throws IOException {
    Optional<Turn> turn = schedule.due(running);
    while (turn.isPresent()) {
      take(turn.get());
      turn = schedule.due(running);
    }
  }

  private void take(Turn turn) throws IOException {
    Fault fault = turn.fault();
    if (turn.begins()) {
      demo.begin(fault);
      out.println("Fault %s begins: %s.".formatted(fault.label(), fault.description()));
    } else {
      demo.end(fault);
      out.println("Fault %s has ended.".formatted(fault.label()));
    }
    out.flush();
  }

  private void show() throws InterruptedException {
    try {
      print(new Readings(page.scrape(demo.metrics())));
    } catch (IOException e) {
      out.println("No answer from " + demo.metrics() + ": " + e.getMessage());
    }
    out.flush();
  }

  private void print(Readings readings) {
    String heading =
        String.format(
            Locale.ROOT, "After %d s, %,d attempts", passed().toSeconds(), readings.attempts());
    String users = new TargetTable(readings, TargetReader.EXTERNAL_ZONE, ink).text();
    Stream.of("", heading, zones(readings), users).forEach(out::println);
    out.println(addresses());
  }

  private String addresses() {
    return "Page: " + demo.page() + "  Metrics: " + demo.metrics();
  }

  private String zones(Readings readings) {
    return switch (detail) {
      case SUMMARY -> ZoneTable.summary(readings, ink);
      case PHASES -> ZoneTable.byPhase(readings, ink);
    };
  }

  private Duration passed() {
    return Duration.ofNanos(NanoClock.SYSTEM.nanos() - beginNanos);
  }

  @Override
  public void close() {
    page.close();
  }
}
