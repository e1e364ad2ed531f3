// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.ingest.trust;

import dev.zoneprobe.collector.trust.Authenticator;
import dev.zoneprobe.collector.trust.CertificateHolders;
import dev.zoneprobe.collector.trust.TokenHolders;
import dev.zoneprobe.collector.trust.TokenList;
import dev.zoneprobe.collector.trust.jwt.ServiceAccountTokens;
import dev.zoneprobe.tls.Expiring;
import dev.zoneprobe.tls.LiveAuthorities;
import dev.zoneprobe.tls.LiveIdentity;
import dev.zoneprobe.watch.FileWatch;
import io.grpc.InsecureServerCredentials;
import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import io.grpc.netty.NettyServerBuilder;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The door of the gRPC server: on which terms connections are made, and whose calls are served.
/// Certificates, authorities and tokens are those of their files now. Thread-safe.
public final class Entrance {
  private final InetSocketAddress address;
  private final MeterRegistry meters;
  private final Optional<LiveIdentity> identity;
  private final Optional<LiveAuthorities> clients;
  private final Optional<NodeGate> gate;

  /// Reads the files that `settings` name, and again whenever `watch` finds them changed.
  ///
  /// @throws java.io.UncheckedIOException naming the file that cannot be used
  public Entrance(
      EntranceSettings settings, FileWatch watch, MeterRegistry meters, InstantSource clock) {
    this.address = settings.address();
    this.meters = meters;
    this.identity =
        settings.tls().map(tls -> new LiveIdentity(watch, "listen.tls", tls.identity()));
    this.clients =
        settings
            .tls()
            .flatMap(EntranceSettings.Tls::clientAuthorities)
            .map(file -> LiveAuthorities.ofClients(watch, "listen.tls.clientCa", file));
    this.gate =
        authenticator(settings.trust(), watch, clock)
            .map(authenticator -> new NodeGate(authenticator, new Denials(meters)));
  }

  private Optional<Authenticator> authenticator(
      AgentTrust trust, FileWatch watch, InstantSource clock) {
    return switch (trust) {
      case AgentTrust.Nothing() -> Optional.empty();
      case AgentTrust.Certificates() ->
          Optional.of(new CertificateHolders(clients.orElseThrow()::current, clock));
      case AgentTrust.Tokens(Path file) ->
          Optional.of(
              new TokenHolders(
                  watch.follow("agents.tokens", List.of(file), () -> TokenList.ofNodes(file))));
      case AgentTrust.ServiceAccounts account ->
          Optional.of(
              new ServiceAccountTokens(
                  account.terms(), account.keys(), watch, "agents.kubernetes", clock));
    };
  }

  /// Where it is.
  public InetSocketAddress address() {
    return address;
  }

  /// The certificates that have to be renewed in time.
  public List<Expiring> certificates() {
    return Stream.<Optional<? extends Expiring>>of(identity, clients)
        .<Expiring>flatMap(Optional::stream)
        .toList();
  }

  /// A server's builder that lets in by this door only.
  public NettyServerBuilder server() {
    NettyServerBuilder server =
        NettyServerBuilder.forAddress(address, credentials())
            .addTransportFilter(new HandshakeTally(meters));
    gate.ifPresent(server::intercept);
    return server;
  }

  private ServerCredentials credentials() {
    if (identity.isEmpty()) {
      return InsecureServerCredentials.create();
    }
    TlsServerCredentials.Builder tls =
        TlsServerCredentials.newBuilder().keyManager(identity.get().keyManager());
    clients.ifPresent(trusted ->
        tls.trustManager(trusted.trustManager())
            .clientAuth(TlsServerCredentials.ClientAuth.REQUIRE));
    return tls.build();
  }
}
