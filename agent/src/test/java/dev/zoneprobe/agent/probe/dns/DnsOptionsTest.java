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
import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Failure;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Phase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The options of resolv.conf(5) that say how nameservers are asked.
final class DnsOptionsTest {
  private static final Duration PATIENT = Duration.ofSeconds(5);

  private final FakeNameserver nameserver = new FakeNameserver();
  private final FakeNameserver second = new FakeNameserver();
  private final EventLoops loops = EventLoops.start(1);
  private final OngoingAttempt attempt = begin();

  @AfterEach
  void close() {
    loops.close();
    nameserver.close();
    second.close();
  }

  @Test
  void asksOverTcpOnlyIfThatIsWanted() throws LookupFailedException {
    nameserver.answers("A web.test.", "web.test. A 192.0.2.1").answers("AAAA web.test.");

    InetAddress address = lookup(with(DnsSettings.Option.USE_VC)).lookup("web.test", attempt);

    assertThat(address).isEqualTo(InetAddress.ofLiteral("192.0.2.1"));
    assertThat(nameserver.queries())
        .containsExactlyInAnyOrder("tcp A web.test.", "tcp AAAA web.test.");
  }

  @Test
  void tellsThatTcpIsRefusedIfNothingElseIsWanted() {
    nameserver.close();
    second.close();

    LookupFailedException failure =
        catchThrowableOfType(
            LookupFailedException.class,
            () -> lookup(with(DnsSettings.Option.USE_VC)).lookup("web.test", attempt));

    assertThat(failure.reason()).isEqualTo(Failure.DNS_TIMEOUT);
    assertThat(failure.end(attempt).trace().detail())
        .contains(
            "nameserver 127.0.0.1:%d: over TCP: connection refused"
                .formatted(second.address().getPort()));
  }

  @Test
  void asksOneQuestionAfterTheOtherIfThatIsWanted() throws LookupFailedException {
    nameserver.answers("A web.test.", "web.test. A 192.0.2.1").answers("AAAA web.test.");

    InetAddress _ = lookup(with(DnsSettings.Option.SINGLE_REQUEST)).lookup("web.test", attempt);

    assertThat(nameserver.queries()).containsExactly("udp A web.test.", "udp AAAA web.test.");
  }

  @Test
  void endsTheLookupWithTheSecondAnswerIfTheQuestionsFollowEachOther()
      throws LookupFailedException {
    Duration impatient = Duration.ofMillis(200);
    nameserver.answers("A web.test.", "web.test. A 192.0.2.1").ignores("AAAA web.test.");

    InetAddress _ =
        lookup(with(DnsSettings.Option.SINGLE_REQUEST, impatient)).lookup("web.test", attempt);

    assertThat(attempt.succeeded().phaseNanos().get(Phase.DNS_LOOKUP))
        .isGreaterThanOrEqualTo(impatient.toNanos());
  }

  @Test
  void putsTheSecondQuestionToTheNextNameserverIfTheFirstIsNotAnswered()
      throws LookupFailedException {
    Duration impatient = Duration.ofSeconds(1);
    nameserver.ignores("A web.test.").ignores("AAAA web.test.");
    second.answers("A web.test.", "web.test. A 192.0.2.1").answers("AAAA web.test.");

    InetAddress _ =
        lookup(with(DnsSettings.Option.SINGLE_REQUEST, impatient)).lookup("web.test", attempt);

    assertThat(nameserver.queries()).containsExactly("udp A web.test.");
    assertThat(attempt.succeeded().phaseNanos().get(Phase.DNS_LOOKUP))
        .isLessThan(impatient.multipliedBy(2).toNanos());
  }

  @Test
  void countsConnectingToTheNameserverAsPartOfTheLookup() throws IOException {
    Duration timeout = Duration.ofMillis(1_500);
    OngoingAttempt brief = Attempts.begin(new Endpoint.Tcp("web.test", 80), timeout);
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      List<SocketChannel> crowd = crowd(full.getLocalSocketAddress());
      DnsSettings settings = with(DnsSettings.Option.USE_VC, Duration.ofSeconds(1));
      InetSocketAddress address = (InetSocketAddress) full.getLocalSocketAddress();
      DnsLookup lookup = lookup(settings.asking(List.of(address, address)));

      LookupFailedException failure =
          catchThrowableOfType(LookupFailedException.class, () -> lookup.lookup("web.test", brief));

      Attempt ended = failure.end(brief);
      assertThat(ended.outcome())
          .isEqualTo(new Outcome.Failed(Failure.DNS_TIMEOUT, Phase.DNS_LOOKUP));
      assertThat(ended.phaseNanos()).containsEntry(Phase.TOTAL, timeout.toNanos());
      assertThat(ended.phaseNanos().get(Phase.DNS_LOOKUP))
          .isGreaterThan(Duration.ofSeconds(1).toNanos());
      for (SocketChannel one : crowd) {
        one.close();
      }
    }
  }

  /// As many connections as `address` has room for, and some more.
  private static List<SocketChannel> crowd(SocketAddress address) throws IOException {
    List<SocketChannel> crowd = new ArrayList<>();
    for (int one = 0; one < 4; one++) {
      SocketChannel waiting = SocketChannel.open();
      waiting.configureBlocking(false);
      waiting.connect(address);
      crowd.add(waiting);
    }
    return crowd;
  }

  @Test
  void takesLongerAnswersOverUdpIfThatIsWanted() throws LookupFailedException {
    nameserver.answers("A web.test.", "web.test. A 192.0.2.1").answers("AAAA web.test.");

    InetAddress _ = lookup(with(DnsSettings.Option.EDNS0)).lookup("web.test", attempt);

    assertThat(nameserver.datagramLimits()).containsOnly(1200);
  }

  @Test
  void beginsEachLookupWithAnotherNameserverIfThatIsWanted() throws LookupFailedException {
    for (FakeNameserver one : List.of(nameserver, second)) {
      one.answers("A web.test.", "web.test. A 192.0.2.1").answers("AAAA web.test.");
    }
    DnsLookup lookup = lookup(with(DnsSettings.Option.ROTATE));

    for (int i = 0; i < 4; i++) {
      InetAddress _ = lookup.lookup("web.test", begin());
    }

    assertThat(nameserver.queries()).hasSize(4);
    assertThat(second.queries()).hasSize(4);
  }

  private DnsLookup lookup(DnsSettings settings) {
    return new DnsLookup(new DnsClient(loops, () -> settings));
  }

  private DnsSettings with(DnsSettings.Option option) {
    return with(option, PATIENT);
  }

  private DnsSettings with(DnsSettings.Option option, Duration timeout) {
    return new DnsSettings(
        List.of(nameserver.address(), second.address()),
        List.of(),
        1,
        timeout,
        1,
        DnsSettings.Family.BOTH,
        Set.of(option));
  }

  private static OngoingAttempt begin() {
    return Attempts.begin(new Endpoint.Tcp("web.test", 80), PATIENT);
  }
}
