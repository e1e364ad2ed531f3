// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.demo.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.demo.layout.Zone;
import dev.zoneprobe.demo.layout.ZonePair;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.Protocol;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class ZoneTableTest {
  private final StringBuilder page = new StringBuilder();

  @Test
  void laysOutQuantilesFailuresAndWhatIsStillMissing() {
    for (ZonePair pair : ZonePair.all()) {
      double extra = pair.extraRoundTrip().toMillis() / 1_000.0;
      quantile(
          pair, new Row(Protocol.HTTP, Connection.REUSED, Phase.ROUND_TRIP), "0.5", 0.0003 + extra);
      quantile(
          pair,
          new Row(Protocol.HTTP, Connection.REUSED, Phase.ROUND_TRIP),
          "0.99",
          0.0011 + extra);
      count(pair, new Row(Protocol.HTTP, Connection.REUSED, Phase.ROUND_TRIP), 400);
      quantile(pair, new Row(Protocol.DNS, Connection.NEW, Phase.DNS_LOOKUP), "0.5", 0.0002);
      count(pair, new Row(Protocol.DNS, Connection.NEW, Phase.DNS_LOOKUP), 200);
      count(pair, new Row(Protocol.TCP, Connection.NEW, Phase.TCP_CONNECT), 3);
    }
    failed(new ZonePair(Zone.A, Zone.C), 12);

    String table = ZoneTable.summary(new Readings(new Scrape(page.toString())), Ink.PLAIN);

    assertThat(table)
        .startsWith(
            """
            p50 / p99 / failures     to zone-a                to zone-b                to zone-c
            from zone-a
              extra distance         none                     +2.00, measured +2.00    +8.00, measured +8.00
              dns lookup             0.20 / needs 99 / 0      0.20 / needs 99 / 0      0.20 / needs 99 / 0
              tcp connect            needs 2 / – / 0          needs 2 / – / 0          needs 2 / – / 0
              http new round trip    –                        –                        –
              http reused round trip 0.30 / 1.10 / 0          2.30 / 3.10 / 0          8.30 / 9.10 / 12
              grpc new round trip    –                        –                        –
              grpc reused round trip –                        –                        –

            from zone-b
            """);
  }

  @Test
  void fitsATerminalOfAHundredColumns() {
    for (ZonePair pair : ZonePair.all()) {
      quantile(pair, new Row(Protocol.HTTP, Connection.REUSED, Phase.ROUND_TRIP), "0.5", 60);
      quantile(pair, new Row(Protocol.HTTP, Connection.REUSED, Phase.ROUND_TRIP), "0.99", 60);
      count(pair, new Row(Protocol.HTTP, Connection.REUSED, Phase.ROUND_TRIP), 9_999);
      failed(pair, 9_999);
    }

    String table = ZoneTable.byPhase(new Readings(new Scrape(page.toString())), Ink.PLAIN);

    assertThat(table.lines()).allMatch(line -> line.length() <= 100);
  }

  @Test
  void showsEachPhaseThatHappenedOnRequest() {
    ZonePair pair = new ZonePair(Zone.B, Zone.B);
    count(pair, new Row(Protocol.GRPC, Connection.NEW, Phase.HTTP2_SETUP), 10);
    count(pair, new Row(Protocol.TCP, Connection.NEW, Phase.TCP_CONNECT), 10);

    String table = ZoneTable.byPhase(new Readings(new Scrape(page.toString())), Ink.PLAIN);

    assertThat(table)
        .contains("  grpc new http2 setup", "  tcp connect")
        .doesNotContain("round trip");
  }

  @Test
  void showsTheEndpointsOfTheUserByTarget() {
    page.append(
        """
        zoneprobe_attempts_total{source_zone="zone-a",destination_zone="external",target="https://example.com/",protocol="http",outcome="success"} 9
        zoneprobe_duration_seconds_count{source_zone="zone-a",destination_zone="external",target="https://example.com/",protocol="http",connection="new",phase="tls_handshake"} 9
        zoneprobe_quantile_seconds{source_zone="zone-a",destination_zone="external",target="https://example.com/",protocol="http",connection="new",phase="tls_handshake",quantile="0.5",bound="estimate"} 0.02
        """);

    String table =
        new TargetTable(new Readings(new Scrape(page.toString())), "external", Ink.PLAIN).text();

    assertThat(table)
        .isEqualTo(
            """
            to https://example.com/
              p50 / p99 / failures   from zone-a              from zone-b              from zone-c
              http new tls handshake 20.00 / needs 290 / 0    –                        –
            """);
  }

  private void quantile(ZonePair pair, Row row, String quantile, double seconds) {
    for (String bound : List.of("lower", "estimate", "upper")) {
      double shift = bound.equals("estimate") ? 0 : 1;
      String which = ",quantile=\"" + quantile + "\",bound=\"" + bound + "\"";
      sample("zoneprobe_quantile_seconds", labels(pair, row) + which, seconds + shift);
    }
  }

  private void count(ZonePair pair, Row row, int count) {
    String labels = labels(pair, row) + ",outcome=\"success\"";
    sample("zoneprobe_duration_seconds_count", labels, count);
  }

  private void failed(ZonePair pair, int count) {
    Row total = new Row(Protocol.HTTP, Connection.REUSED, Phase.TOTAL);
    String labels = labels(pair, total) + ",outcome=\"failure\"";
    sample("zoneprobe_duration_seconds_count", labels, count);
  }

  private static String labels(ZonePair pair, Row row) {
    Map<String, String> all = new TreeMap<>(row.labels());
    all.put("source_zone", pair.source().label());
    all.put("destination_zone", pair.destination().label());
    all.put("target", "peer");
    return all.entrySet().stream()
        .map(label -> label.getKey() + "=\"" + label.getValue() + "\"")
        .collect(Collectors.joining(","));
  }

  private void sample(String name, String labels, double value) {
    page.append(String.format(Locale.ROOT, "%s{%s} %s%n", name, labels, value));
  }
}
