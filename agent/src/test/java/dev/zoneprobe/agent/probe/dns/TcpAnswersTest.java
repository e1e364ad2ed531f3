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
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.trace.Lookup;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Answers that are cut off and come over TCP.
final class TcpAnswersTest {
  private static final Duration PATIENT = Duration.ofSeconds(5);
  private static final InetAddress ADDRESS = InetAddress.ofLiteral("192.0.2.1");

  private final EventLoops loops = EventLoops.start(1);
  private final FakeNameserver nameserver = new FakeNameserver();
  private final FakeNameserver second = new FakeNameserver();
  private final OngoingAttempt attempt =
      Attempts.begin(new Endpoint.Tcp("web.test", 80), Duration.ofSeconds(20));

  @AfterEach
  void stop() {
    loops.close();
    nameserver.close();
    second.close();
  }

  @Test
  void waitsForOneConnectionAfterTheOtherWasClosed() throws LookupFailedException {
    nameserver
        .cutsOff("A web.test.", "web.test. A 192.0.2.1")
        .cutsOff("AAAA web.test.", "web.test. AAAA 2001:db8::1")
        .takes(Duration.ofMillis(300), "A web.test.")
        .hangsUp();

    InetAddress address = lookup("web.test");

    assertThat(address).isEqualTo(ADDRESS);
    assertThat(second.queries()).isEmpty();
  }

  @Test
  void asksTheNextNameserverAtOnceForWhatAClosedConnectionLeftOpen() throws LookupFailedException {
    nameserver.answers("AAAA web.test.").cutsOffAndIgnores("A web.test.").hangsUp();
    second.answers("A web.test.", "web.test. A 192.0.2.1");

    InetAddress address = lookup("web.test");

    assertThat(address).isEqualTo(ADDRESS);
    assertThat(second.queries()).containsExactly("udp A web.test.");
    assertThat(attempt.succeeded().phaseNanos().get(Phase.DNS_LOOKUP))
        .isLessThan(PATIENT.dividedBy(2).toNanos());
  }

  @Test
  void followsSixteenAliasesOfAnAnswerAndAsksForTheLast() throws LookupFailedException {
    String[] upsideDown =
        IntStream.iterate(1_900, step -> step > 0, step -> step - 1)
            .mapToObj(step -> alias(step - 1) + " CNAME " + alias(step))
            .toArray(String[]::new);
    nameserver
        .cutsOff("A " + alias(0), upsideDown)
        .answers("AAAA " + alias(0))
        .answers("A " + alias(16), alias(16) + " A 192.0.2.1")
        .answers("AAAA " + alias(16));

    InetAddress address = lookup(alias(0));

    assertThat(address).isEqualTo(ADDRESS);
    assertThat(nameserver.queries()).hasSize(5);
  }

  /// A large headless Service has thousands, and attempts are kept by the thousand.
  @Test
  void keepsOnlyTheFirstOfVeryManyAddresses() throws LookupFailedException {
    String[] records =
        IntStream.range(0, 2_000)
            .mapToObj(pod -> "web.test. A 10.0.%d.%d".formatted(pod / 250, pod % 250))
            .toArray(String[]::new);
    nameserver.cutsOff("A web.test.", records).answers("AAAA web.test.");

    InetAddress address = lookup("web.test");

    Lookup seen = attempt.succeeded().trace().lookup().orElseThrow();
    assertThat(seen.reply().orElseThrow().addresses()).hasSize(16).startsWith(address);
  }

  @Test
  void tellsThatACutOffAnswerCouldNotBeAskedForOverTcp() {
    nameserver.refusesTcp().cutsOff("A web.test.").answers("AAAA web.test.");
    second.close();

    assertThat(detailOfFailure(second, nameserver))
        .contains("nameserver %s: truncated over UDP, then over TCP: connection refused");
  }

  @Test
  void tellsThatTheConnectionWasClosedWithoutAnAnswer() {
    nameserver.cutsOffAndIgnores("A web.test.").answers("AAAA web.test.").hangsUp();

    assertThat(detailOfFailure(nameserver))
        .contains("nameserver %s: truncated over UDP, then over TCP: closed without an answer");
  }

  @Test
  void tellsThatNoAnswerCameOverTcp() {
    nameserver.cutsOffAndIgnores("A web.test.").answers("AAAA web.test.");

    assertThat(detailOfFailure(nameserver))
        .contains("nameserver %s: truncated over UDP, then over TCP: no answer in time");
  }

  @Test
  void tellsOfTheAnswerThatIsMissingOnly() {
    nameserver.cutsOff("A web.test.").ignores("AAAA web.test.");

    assertThat(detailOfFailure(nameserver)).contains("nameserver %s: no answer in time");
  }

  @Test
  void tellsOfTheNameserverThatWasAskedLast() {
    nameserver.refusesTcp().cutsOff("A web.test.").answers("AAAA web.test.");
    second.close();

    assertThat(detailOfFailure(nameserver, second)).contains("nameserver %s: connection refused");
  }

  /// The detail of a lookup that no nameserver answers, with `%s` for the last one's address.
  private Optional<String> detailOfFailure(FakeNameserver... asked) {
    List<InetSocketAddress> addresses = Stream.of(asked).map(FakeNameserver::address).toList();

    LookupFailedException failure =
        catchThrowableOfType(
            LookupFailedException.class,
            () -> lookup("web.test", settings(addresses, Duration.ofMillis(500))));

    assertThat(failure.reason()).isEqualTo(Failure.DNS_TIMEOUT);
    String last = NetUtil.toSocketAddressString(addresses.getLast());
    return failure.end(attempt).trace().detail().map(detail -> detail.replace(last, "%s"));
  }

  private static String alias(int step) {
    return "n" + step + ".test.";
  }

  private InetAddress lookup(String name) throws LookupFailedException {
    return lookup(name, settings(List.of(nameserver.address(), second.address()), PATIENT));
  }

  private InetAddress lookup(String name, DnsSettings settings) throws LookupFailedException {
    return new DnsLookup(new DnsClient(loops, () -> settings)).lookup(name, attempt);
  }

  private static DnsSettings settings(List<InetSocketAddress> nameservers, Duration timeout) {
    return new DnsSettings(
        nameservers, List.of(), 1, timeout, 1, DnsSettings.Family.BOTH, Set.of());
  }
}
