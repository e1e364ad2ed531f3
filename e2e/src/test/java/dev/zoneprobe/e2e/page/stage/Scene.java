// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.page.stage;

import dev.zoneprobe.measure.interval.SubjectInterval;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Three zones that measure each other: everything was well until five minutes ago, then the way
/// from `zone-a` to `zone-b` became slow and `zone-c` began to lose attempts on `zone-a`. One
/// team's target fails. `zone-d` is known and silent. Its clock begins at the present minute less
/// ten.
public final class Scene implements AutoCloseable {
  /// The zones that report.
  public static final List<String> ZONES = List.of("zone-a", "zone-b", "zone-c");

  private static final Duration WINDOW = Duration.ofMinutes(5);
  private static final String PEERS =
      """
      peers:
        - {node: node-zone-a, zone: zone-a, host: a.test}
        - {node: node-zone-b, zone: zone-b, host: b.test}
        - {node: node-zone-c, zone: zone-c, host: c.test}
        - {node: node-zone-d, zone: zone-d, host: d.test}
      """;

  private final Stage stage;

  /// Plays it on a collector with further settings.
  public Scene(String settings) throws InterruptedException {
    Instant present = Instant.now().truncatedTo(ChronoUnit.MINUTES);
    stage = new Stage(present.minus(WINDOW.multipliedBy(2)).plusSeconds(90), PEERS + settings);
    for (String zone : ZONES) {
      report(zone, ZONES.stream().map(to -> before(zone, to)).toList());
    }
    stage.advance(WINDOW);
    for (String zone : ZONES) {
      Stream<Way> peers = ZONES.stream().map(to -> now(zone, to));
      report(
          zone,
          Stream.concat(peers, zone.equals("zone-b") ? Stream.of(target()) : Stream.of()).toList());
    }
  }

  private void report(String zone, List<Way> ways) throws InterruptedException {
    List<SubjectInterval> told = new ArrayList<>();
    ways.forEach(way -> told.add(way.reported(stage.now())));
    stage.report("node-" + zone, zone, told);
  }

  /// What happened between two zones in the window before.
  public static Way before(String from, String to) {
    return Way.toZone(to, 1_000, usual(from, to), 0);
  }

  /// What happened between two zones in the window that the page shows.
  public static Way now(String from, String to) {
    boolean slow = from.equals("zone-a") && to.equals("zone-b");
    boolean lossy = from.equals("zone-c") && to.equals("zone-a");
    return Way.toZone(
        to,
        from.equals("zone-c") && to.equals("zone-c") ? 40 : 1_200,
        usual(from, to) * (slow ? 4 : 1),
        lossy ? 30 : 0);
  }

  private static long usual(String from, String to) {
    return from.equals(to) ? 300 : 1_100 + 10 * (from + to).hashCode() % 100;
  }

  /// The target that fails, of team `payments`, probed from `zone-b`.
  public static Way target() {
    return Way.toTarget("ledger", "payments", 400, 9_000, 100);
  }

  /// The page's address with this query.
  public URI page(String query) {
    return stage.page(query);
  }

  /// Lets time pass in which nobody reports.
  public void silence(Duration duration) {
    stage.advance(duration);
  }

  @Override
  public void close() {
    stage.close();
  }
}
