// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.zoneprobe.agent.probe.Attempts;
import dev.zoneprobe.agent.probe.EventLoops;
import dev.zoneprobe.agent.probe.LookupFailedException;
import dev.zoneprobe.agent.probe.OngoingAttempt;
import dev.zoneprobe.agent.target.Endpoint;
import dev.zoneprobe.measure.Failure;
import dev.zoneprobe.measure.trace.Lookup;
import io.netty.handler.codec.dns.DnsResponseCode;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is told of a name that has no address with any domain of the search list: what
/// `res_nsearch` of the C library tells.
final class SearchListTest {
  private static final Duration PATIENT = Duration.ofSeconds(5);

  private final EventLoops loops = EventLoops.start(1);
  private final FakeNameserver nameserver = new FakeNameserver();
  private final OngoingAttempt attempt =
      Attempts.begin(new Endpoint.Tcp("db", 80), Duration.ofSeconds(20));

  @AfterEach
  void stop() {
    loops.close();
    nameserver.close();
  }

  /// Other names do not exist. The search list is `a.test b.test`.
  @ParameterizedTest
  @CsvSource({
    "5, db,    db.a.test. SERVFAIL,                       DNS_SERVFAIL,   db.a.test.",
    "5, db,    db.a.test. NOERROR,                        DNS_NO_ADDRESS, db.a.test.",
    "5, db,    db.a.test. SERVFAIL|db.b.test. NOERROR,    DNS_NO_ADDRESS, db.b.test.",
    "5, db,    db.a.test. NOERROR|db.b.test. SERVFAIL,    DNS_NO_ADDRESS, db.a.test.",
    "5, db,    db.a.test. NOERROR|db. SERVFAIL,           DNS_NO_ADDRESS, db.a.test.",
    "5, db,    db.a.test. SERVFAIL|db. REFUSED,           DNS_SERVFAIL,   db.a.test.",
    "5, db,    db.a.test. SERVFAIL|db. NOERROR,           DNS_SERVFAIL,   db.a.test.",
    "5, db,    db. NOERROR,                               DNS_NO_ADDRESS, db.",
    "5, db,    db. SERVFAIL,                              DNS_SERVFAIL,   db.",
    "5, db,    db. REFUSED,                               DNS_REFUSED,    db.",
    // a name with dots enough is tried as it stands first, and that decides
    "1, db.ns, db.ns. SERVFAIL,                           DNS_SERVFAIL,   db.ns.",
    "1, db.ns, db.ns. NOERROR|db.ns.a.test. SERVFAIL,     DNS_NO_ADDRESS, db.ns.",
    "1, db.ns, db.ns. REFUSED|db.ns.a.test. NOERROR,      DNS_REFUSED,    db.ns.",
    "1, db.ns, db.ns.a.test. SERVFAIL,                    DNS_NXDOMAIN,   db.ns.",
    "1, db.ns, db.ns.a.test. NOERROR,                     DNS_NXDOMAIN,   db.ns."
  })
  void tellsTheFailureThatProgramsAreTold(
      int ndots, String name, String said, Failure reason, String ofName) {
    for (String one : said.split("\\|", -1)) {
      List<String> words = List.of(one.split(" "));
      says(words.getFirst(), code(words.get(1)));
    }

    LookupFailedException failure = failureOf(name, ndots);

    assertThat(failure.reason()).isEqualTo(reason);
    Lookup seen = attempt.failed(reason).trace().lookup().orElseThrow();
    assertThat(seen.name()).isEqualTo(ofName);
    assertThat(seen.queries()).isEqualTo(6).isEqualTo(nameserver.queries().size());
    assertThat(seen.reply().orElseThrow().rcode()).isEqualTo(rcode(reason));
  }

  @Test
  void takesANameAsItStandsOnceANameserverRefusesTheSearchList() {
    says("db.a.test.", DnsResponseCode.REFUSED);
    says("db.b.test.", DnsResponseCode.NOERROR);

    LookupFailedException failure = failureOf("db", 5);

    assertThat(failure.reason()).isEqualTo(Failure.DNS_NXDOMAIN);
    assertThat(nameserver.queries())
        .containsExactlyInAnyOrder(
            "udp A db.a.test.", "udp AAAA db.a.test.", "udp A db.", "udp AAAA db.");
  }

  private void says(String name, DnsResponseCode code) {
    nameserver.answers("A " + name, code).answers("AAAA " + name, code);
  }

  private LookupFailedException failureOf(String name, int ndots) {
    DnsSettings settings =
        new DnsSettings(
            List.of(nameserver.address()),
            List.of("a.test", "b.test"),
            ndots,
            PATIENT,
            1,
            DnsSettings.Family.BOTH,
            Set.of());
    DnsLookup lookup = new DnsLookup(new DnsClient(loops, () -> settings));
    return catchThrowableOfType(LookupFailedException.class, () -> lookup.lookup(name, attempt));
  }

  private static int rcode(Failure reason) {
    return switch (reason) {
      case DNS_SERVFAIL -> 2;
      case DNS_NXDOMAIN -> 3;
      case DNS_REFUSED -> 5;
      default -> 0;
    };
  }

  private static DnsResponseCode code(String name) {
    return switch (name) {
      case "SERVFAIL" -> DnsResponseCode.SERVFAIL;
      case "REFUSED" -> DnsResponseCode.REFUSED;
      default -> DnsResponseCode.NOERROR;
    };
  }
}
