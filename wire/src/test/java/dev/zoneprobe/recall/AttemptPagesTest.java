// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.recall;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Failure;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.Protocol;
import dev.zoneprobe.measure.SourceState;
import dev.zoneprobe.measure.Subject;
import dev.zoneprobe.measure.interval.IntervalSnapshot.Source;
import dev.zoneprobe.measure.trace.Addresses;
import dev.zoneprobe.measure.trace.Lookup;
import dev.zoneprobe.measure.trace.Retransmits;
import dev.zoneprobe.measure.trace.Trace;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AttemptPagesTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final Outcome SUCCESS = new Outcome.Success();
  private static final Outcome TIMEOUT = new Outcome.Failed(Failure.DNS_TIMEOUT, Phase.DNS_LOOKUP);

  private static final String EVERYTHING =
      """
      {
        "id": "0000000000000009",
        "begun": "2026-11-22T12:00:09Z",
        "source_zone": "zone-a",
        "source_node": "node-a",
        "destination_zone": "zone-b",
        "target": "checkout",
        "protocol": "http",
        "connection": "new",
        "source_state": "calm",
        "outcome": "failure",
        "reason": "dns_timeout",
        "failed_during": "dns_lookup",
        "total": 1.500000000,
        "late": 0.000000000,
        "response": 0.000000000,
        "phases": [],
        "between_phases": 1.500000000,
        "dns": {
          "name": "b.test.",
          "queries": 4,
          "nameserver": "192.0.2.53:53",
          "rcode": 3,
          "addresses": [
            "2001:db8:0:0:0:0:0:7"
          ]
        },
        "local_address": "192.0.2.1:4000",
        "remote_address": "[2001:db8:0:0:0:0:0:7]:443",
        "tcp_retransmits": {
          "syns": 1,
          "segments": 2
        },
        "certificate_expiry": "2026-11-22T12:00:00Z",
        "detail": "HTTP 503 <busy>"
      }
      """;

  private final List<SourcedAttempt> kept =
      List.of(
          attempt(1, "zone-a", SUCCESS, Map.of(Phase.TOTAL, 30L, Phase.TCP_CONNECT, 5L)),
          attempt(2, "zone-a", TIMEOUT, Map.of(Phase.TOTAL, 40L, Phase.DNS_LOOKUP, 40L)),
          attempt(3, "zone-b", SUCCESS, Map.of(Phase.TOTAL, 20L, Phase.TCP_CONNECT, 9L)));

  private final AttemptPages pages = new AttemptPages(new Listed(kept));

  private record Listed(List<SourcedAttempt> all) implements KeptAttempts {
    @Override
    public Optional<SourcedAttempt> find(long id) {
      return all.stream().filter(one -> one.attempt().id() == id).findFirst();
    }

    @Override
    public String rule() {
      return "three are kept";
    }
  }

  /// An attempt that began `id` seconds after noon.
  private static SourcedAttempt attempt(
      long id, String zone, Outcome outcome, Map<Phase, Long> phases) {
    return attempt(id, zone, outcome, phases, Trace.NOTHING);
  }

  private static SourcedAttempt attempt(
      long id, String zone, Outcome outcome, Map<Phase, Long> phases, Trace trace) {
    Map<Phase, Long> all = new EnumMap<>(Phase.class);
    all.putAll(phases);
    all.putIfAbsent(Phase.LATE, 0L);
    all.putIfAbsent(Phase.RESPONSE, 0L);
    return new SourcedAttempt(
        new Source("node-a", zone, "boot"),
        new Attempt(
            id,
            new Subject("zone-b", "checkout", Protocol.HTTP, Subject.Owner.NONE),
            new Attempt.Circumstances(
                NOON.plusSeconds(id), Connection.NEW, SourceState.CALM, Optional.empty()),
            outcome,
            all,
            trace));
  }

  private static Map<String, List<String>> parameters(String query) {
    return Arrays.stream(query.split("&", -1))
        .filter(part -> !part.isEmpty())
        .map(part -> part.split("=", 2))
        .collect(
            Collectors.groupingBy(
                part -> part[0], Collectors.mapping(part -> part[1], Collectors.toList())));
  }

  private static JsonObject json(AttemptPages.Answer answer) {
    return JsonParser.parseString(answer.json()).getAsJsonObject();
  }

  @ParameterizedTest
  @CsvSource({
    "'', 2 1 3",
    "order=slowest, 2 1 3",
    "order=newest, 3 2 1",
    "phase=tcp_connect, 3 1",
    "limit=1, 2",
    "outcome=failure, 2",
    "outcome=success&order=newest, 3 1",
    "reason=dns_timeout, 2",
    "reason=connect_refused, ''",
    "source_zone=zone-a, 2 1",
    "destination_zone=zone-b&source_zone=zone-b, 3",
    "destination_zone=zone-a, ''",
    "target=checkout&protocol=http&connection=new&source_state=calm, 2 1 3",
    "protocol=tcp, ''"
  })
  void listsWhatIsAskedForInTheOrderThatIsAskedFor(String query, String ids) {
    AttemptPages.Answer answer = pages.list(parameters(query));

    assertThat(answer.status()).isEqualTo(200);
    String shown =
        json(answer).getAsJsonArray("attempts").asList().stream()
            .map(one -> one.getAsJsonObject().get("id").getAsString().replaceFirst("^0+", ""))
            .collect(Collectors.joining(" "));
    assertThat(shown).isEqualTo(ids);
  }

  @Test
  void saysHowManyThereAreBesideThoseThatItShows() {
    assertThat(json(pages.list(parameters("limit=1"))).get("matching").getAsInt()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "zone=a; zone: no such parameter; there are source_zone, destination_zone, target,",
        "outcome=ok; outcome: expected one of success, failure",
        "phase=dns; phase: expected one of dns_lookup, tcp_connect,",
        "order=fastest; order: expected one of slowest, newest",
        "limit=0; limit: not between 1 and 500",
        "limit=501; limit: not between 1 and 500",
        "limit=many; limit: For input string",
        "target=a&target=b; target: is there 2 times"
      })
  void saysWhatIsWrongWithAQuestion(String query, String problem) {
    AttemptPages.Answer answer = pages.list(parameters(query));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(json(answer).get("problem").getAsString()).startsWith(problem);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "0000000000000001x", "000000000000000G", "-000000000000001"})
  void refusesWhatIsNoId(String id) {
    AttemptPages.Answer answer = pages.one(id);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(json(answer).get("problem").getAsString()).contains("16 hexadecimal digits");
  }

  @Test
  void saysWhatIsKeptToWhoeverComesTooLate() {
    AttemptPages.Answer answer = pages.one("ffffffffffffffff");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(json(answer).get("problem").getAsString())
        .isEqualTo("attempt ffffffffffffffff is not here: three are kept");
  }

  @Test
  void theDisjointPhasesAndWhatIsBetweenThemMakeTheTotal() {
    JsonObject one = json(pages.one("0000000000000001"));

    double parts =
        one.getAsJsonArray("phases").asList().stream()
            .map(JsonElement::getAsJsonObject)
            .mapToDouble(part -> part.get("seconds").getAsDouble())
            .sum();
    assertThat(parts).isEqualTo(5e-9);
    assertThat(one.get("between_phases").getAsDouble()).isEqualTo(25e-9);
    assertThat(one.get("total").getAsDouble()).isEqualTo(30e-9);
  }

  @Test
  void tellsEverythingThatAnAttemptSaw() {
    Lookup.Reply reply =
        new Lookup.Reply(at("192.0.2.53", 53), 3, List.of(InetAddress.ofLiteral("2001:db8::7")));
    Trace trace =
        new Trace(
            Optional.of(new Lookup("b.test.", 4, Optional.of(reply))),
            Optional.of(new Addresses(Optional.of(at("192.0.2.1", 4_000)), at("2001:db8::7", 443))),
            new Retransmits(1, 2),
            Optional.of(NOON),
            Optional.of("HTTP 503 <busy>"));
    SourcedAttempt told = attempt(9, "zone-a", TIMEOUT, Map.of(Phase.TOTAL, 1_500_000_000L), trace);

    String json = new AttemptPages(new Listed(List.of(told))).one("0000000000000009").json();

    assertThat(json).isEqualTo(EVERYTHING);
  }

  private static InetSocketAddress at(String ip, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(ip), port);
  }
}
