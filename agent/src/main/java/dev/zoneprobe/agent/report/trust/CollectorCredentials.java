// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.report.trust;

import dev.zoneprobe.tls.Expiring;
import dev.zoneprobe.tls.LiveAuthorities;
import dev.zoneprobe.tls.LiveIdentity;
import dev.zoneprobe.watch.FileWatch;
import io.grpc.ChannelCredentials;
import io.grpc.CompositeChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.TlsChannelCredentials;
import io.grpc.netty.NettyChannelBuilder;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Makes channels to the collector on the terms of the settings. Certificates are those of their
/// files when a connection is made, a token that of its file when a call is. Thread-safe.
public final class CollectorCredentials {
  private final AccessSettings settings;
  private final Optional<LiveIdentity> identity;
  private final Optional<LiveAuthorities> authorities;

  /// Reads the certificates that `settings` name, and again whenever `watch` finds them changed.
  ///
  /// @throws java.io.UncheckedIOException naming the file that cannot be used
  public CollectorCredentials(AccessSettings settings, FileWatch watch) {
    this.settings = settings;
    this.identity =
        settings
            .tls()
            .flatMap(AccessSettings.Tls::identity)
            .map(files -> new LiveIdentity(watch, "collector.tls", files));
    this.authorities =
        settings
            .tls()
            .flatMap(AccessSettings.Tls::ca)
            .map(file -> LiveAuthorities.ofServers(watch, "collector.tls.ca", file));
  }

  /// The builder of a channel to `address`; its certificate must be of the name that the address
  /// was looked up by, unless the settings name another.
  public NettyChannelBuilder channel(InetSocketAddress address) {
    NettyChannelBuilder channel = NettyChannelBuilder.forAddress(address, withToken());
    settings.tls().flatMap(AccessSettings.Tls::serverName).ifPresent(channel::overrideAuthority);
    return channel;
  }

  private ChannelCredentials withToken() {
    return settings
        .tokenFile()
        .map(file -> CompositeChannelCredentials.create(connection(), new TokenOfFile(file)))
        .orElseGet(this::connection);
  }

  private ChannelCredentials connection() {
    if (settings.tls().isEmpty()) {
      return InsecureChannelCredentials.create();
    }
    TlsChannelCredentials.Builder tls = TlsChannelCredentials.newBuilder();
    identity.ifPresent(shown -> tls.keyManager(shown.keyManager()));
    authorities.ifPresent(trusted -> tls.trustManager(trusted.trustManager()));
    return tls.build();
  }

  /// The certificates that have to be renewed in time.
  public List<Expiring> certificates() {
    return Stream.<Optional<? extends Expiring>>of(identity, authorities)
        .<Expiring>flatMap(Optional::stream)
        .toList();
  }
}
