// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.zoneprobe.agent.Examples;
import dev.zoneprobe.agent.record.LatencyLedger;
import dev.zoneprobe.measure.Failure;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.Subject;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.SkipReason;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What `probe` prints of a run: the table and the JSON.
final class ReportsTest {
  private static final Subject SHOP = Examples.subject("shop");
  private static final Pattern SNAKE_CASE = Pattern.compile("[a-z0-9_.]+");

  private final LatencyLedger ledger =
      new LatencyLedger(new IntervalSnapshot.Source("n", "z", "b"), InstantSource.system());

  private void succeeds(long connectNanos) {
    Map<Phase, Long> phases = Map.of(Phase.TCP_CONNECT, connectNanos);
    ledger.record(
        Examples.attempt(1, SHOP, new Outcome.Success(), Duration.ofNanos(2_550_000), phases));
  }

  private void fails() {
    Outcome refused = new Outcome.Failed(Failure.CONNECT_REFUSED, Phase.TCP_CONNECT);
    ledger.record(Examples.attempt(SHOP, refused, Duration.ofMillis(1)));
  }

  private String text() {
    return ProbeText.of(ledger.cut(), new LookupTally(), new PeerTally(), new DetailTally());
  }

  private JsonObject json() {
    String json = ProbeJson.of(ledger.cut(), new LookupTally(), new PeerTally(), new DetailTally());
    return JsonParser.parseString(json).getAsJsonObject();
  }

  @Test
  void theTableIsTheSameInEveryLanguage() {
    succeeds(500_000);
    Locale machine = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(text()).contains("2.55 ms").doesNotContain("2,55");
    } finally {
      Locale.setDefault(machine);
    }
  }

  @Test
  void theTableSaysWhatTheResponseOfAFailedAttemptIs() {
    succeeds(500_000);
    assertThat(text()).doesNotContain("deadline");

    fails();
    assertThat(text()).contains("The response of a failed attempt counts to its deadline");
  }

  @Test
  void theTableCountsWhatWasSkipped() {
    succeeds(500_000);
    ledger.skipped(SHOP, SkipReason.IN_FLIGHT_LIMIT);
    ledger.skipped(SHOP, SkipReason.IN_FLIGHT_LIMIT);

    assertThat(text())
        .contains("shop: 1 attempts, 1 succeeded, 0 failed, 2 skipped")
        .contains("skipped: 2 because 512 attempts were in flight");
  }

  @Test
  void jsonHasNoOtherNamesThanTheApi() {
    succeeds(500_000);
    fails();
    ledger.skipped(SHOP, SkipReason.IN_FLIGHT_LIMIT);

    JsonObject target = json().getAsJsonArray("targets").get(0).getAsJsonObject();

    assertThat(names(target)).allMatch(SNAKE_CASE.asMatchPredicate());
    assertThat(target.keySet())
        .contains("failures", "skipped", "tcp_retransmits", "source_states", "connections");
    assertThat(target.getAsJsonObject("tcp_retransmits").keySet())
        .containsExactly("syns", "segments");
    assertThat(target.getAsJsonObject("skipped").get("in_flight_limit").getAsLong()).isEqualTo(1);
  }

  @Test
  void jsonHasNoExponents() {
    succeeds(549);
    for (int i = 0; i < 10; i++) {
      succeeds(549_000);
    }
    String json = ProbeJson.of(ledger.cut(), new LookupTally(), new PeerTally(), new DetailTally());

    assertThat(json).contains("0.000549").doesNotContainPattern("[0-9]E-?[0-9]");
  }

  private static Stream<String> names(JsonObject object) {
    return object.entrySet().stream()
        .flatMap(field -> Stream.concat(Stream.of(field.getKey()), namesIn(field.getValue())));
  }

  private static Stream<String> namesIn(JsonElement value) {
    return value.isJsonObject() ? names(value.getAsJsonObject()) : Stream.empty();
  }
}
