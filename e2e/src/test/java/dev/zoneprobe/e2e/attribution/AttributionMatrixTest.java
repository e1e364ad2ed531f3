// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.agent.probe.EventLoops;
import dev.zoneprobe.agent.probe.NameLookup;
import dev.zoneprobe.agent.probe.OngoingAttempt;
import dev.zoneprobe.agent.probe.Probe;
import dev.zoneprobe.agent.probe.dns.DnsClient;
import dev.zoneprobe.agent.probe.dns.DnsLookup;
import dev.zoneprobe.agent.probe.dns.DnsSettings;
import dev.zoneprobe.agent.probe.dns.ResolvConf;
import dev.zoneprobe.agent.probe.grpc.GrpcProbe;
import dev.zoneprobe.agent.probe.http.HttpProbe;
import dev.zoneprobe.agent.target.AddressFamily;
import dev.zoneprobe.agent.target.Endpoint;
import dev.zoneprobe.agent.target.Target;
import dev.zoneprobe.e2e.kit.observer.ResultFile;
import dev.zoneprobe.e2e.kit.time.RealTime;
import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.NanoClock;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Subject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocketFactory;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A stage that is slow moves its phase by that time, and no other phase.
///
/// More rounds make medians steadier on a busy machine: there are as many as it takes, up to a
/// bound.
@Tag("slow")
final class AttributionMatrixTest {
  private static final int ROUNDS = 25;
  private static final int SYN_ROUNDS = 5;
  private static final int MOST_REPEATS = 4;
  private static final int WARM_UP = 60;
  private static final int WARM_UP_OF_TLS = 400;
  private static final long ACCEPTS_AFTER_MILLIS = 300;

  private final HeldCertificate certificate =
      new HeldCertificate.Builder().addSubjectAlternativeName(Scheme.HOST).build();
  private final Endpoint.Tls trusting =
      Endpoint.Tls.DEFAULT.trusting(List.of(certificate.certificate()));
  private final Delay delay = new Delay();
  private final EventLoops loops = EventLoops.start(1);

  @AfterEach
  void stop() {
    loops.close();
  }

  @ParameterizedTest
  @EnumSource
  void onlyThePhaseOfTheSlowStageMoves(Scheme scheme) throws Exception {
    try (StagedNameserver nameserver = new StagedNameserver(delay);
        StagedServer server = new StagedServer(delay, tls(scheme), scheme.language(delay))) {
      Target target = target(scheme.endpoint(server.port(), trusting));
      try (Probe probe = probe(target.endpoint(), nameserver)) {
        warmUp(scheme, probe, target);
        Matrix matrix = new Matrix(scheme.phases());
        for (int round = 0; isNeeded(round, SYN_ROUNDS, matrix); round++) {
          Attempt slow = withLostSyn(server, probe, target);
          matrix.add(Stage.LOST_SYN, slow, rested(probe, target));
        }
        for (int round = 0; isNeeded(round, ROUNDS, matrix); round++) {
          Attempt undelayed = attempt(probe, target, Optional.empty());
          for (Stage stage : scheme.stages()) {
            matrix.add(stage, attempt(probe, target, Optional.of(stage)), undelayed);
          }
        }
        ResultFile.write(
            "attribution-%s.txt".formatted(scheme.name().toLowerCase(Locale.ROOT)),
            "%s, one stage slow, by how much each phase moves:%n%s".formatted(scheme, matrix));

        assertThat(matrix.faults(Tolerance.DEFAULT)).isEmpty();
      }
    }
  }

  /// As many as `rounds`, and again while the medians are not steady enough.
  private static boolean isNeeded(int round, int rounds, Matrix matrix) {
    boolean complete = round > 0 && round % rounds == 0;
    return !complete
        || (round < MOST_REPEATS * rounds && !matrix.faults(Tolerance.DEFAULT).isEmpty());
  }

  /// A young JVM's handshakes become faster all the time.
  private void warmUp(Scheme scheme, Probe probe, Target target) {
    int attempts = scheme.isSecured() ? WARM_UP_OF_TLS : WARM_UP;
    for (int i = 0; i < attempts; i++) {
      Attempt _ = attempt(probe, target, Optional.empty());
    }
  }

  private Attempt attempt(Probe probe, Target target, Optional<Stage> slow) {
    delay.at(slow);
    Attempt attempt =
        probe.attempt(new OngoingAttempt(1, target, NanoClock.SYSTEM, NanoClock.SYSTEM.nanos()));
    assertThat(attempt.outcome()).isEqualTo(new Outcome.Success());
    return attempt;
  }

  /// An undelayed attempt after a second in which nothing happens, as in one whose SYN is lost:
  /// threads wake up more slowly after that, and that is not the SYN's doing.
  private Attempt rested(Probe probe, Target target) {
    RealTime.passes(Duration.ofSeconds(1), "threads wake up more slowly after a rest");
    return attempt(probe, target, Optional.empty());
  }

  private Attempt withLostSyn(StagedServer server, Probe probe, Target target) throws Exception {
    server.stopAccepting();
    CompletableFuture<Void> accepts =
        CompletableFuture.runAsync(
            server::accepts,
            CompletableFuture.delayedExecutor(ACCEPTS_AFTER_MILLIS, TimeUnit.MILLISECONDS));
    Attempt attempt = attempt(probe, target, Optional.empty());
    accepts.join();
    assertThat(attempt.trace().retransmits().syns()).isEqualTo(1);
    return attempt;
  }

  private Optional<SSLSocketFactory> tls(Scheme scheme) {
    HandshakeCertificates shown =
        new HandshakeCertificates.Builder().heldCertificate(certificate).build();
    return Optional.of(shown.sslContext().getSocketFactory()).filter(_ -> scheme.isSecured());
  }

  private Probe probe(Endpoint endpoint, StagedNameserver nameserver) {
    DnsSettings settings = ResolvConf.parse("").asking(List.of(nameserver.address()));
    NameLookup names = new DnsLookup(new DnsClient(loops, () -> settings));
    return switch (endpoint) {
      case Endpoint.Http http -> new HttpProbe(http, Connection.NEW, names);
      case Endpoint.Grpc grpc -> new GrpcProbe(grpc, Connection.NEW, names, loops);
      case Endpoint.Tcp _, Endpoint.Dns _ -> throw new IllegalArgumentException("" + endpoint);
    };
  }

  private static Target target(Endpoint endpoint) {
    return new Target(
        new Subject("external", "staged", endpoint.protocol(), Subject.Owner.NONE),
        Optional.empty(),
        endpoint,
        new Target.Timing(Duration.ofSeconds(1), Duration.ofSeconds(10)),
        Set.of(Connection.NEW),
        AddressFamily.IPV4);
  }
}
