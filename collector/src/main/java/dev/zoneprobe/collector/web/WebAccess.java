// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web;

import dev.zoneprobe.collector.trust.TokenList;
import dev.zoneprobe.tls.Expiring;
import dev.zoneprobe.tls.LiveIdentity;
import dev.zoneprobe.watch.FileValue;
import dev.zoneprobe.watch.FileWatch;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// On which terms the web server is reached: with TLS or without, by everybody or with a token.
/// Certificate and tokens are those of their files now. Thread-safe.
public final class WebAccess {
  private final InetSocketAddress address;
  private final Optional<LiveIdentity> identity;
  private final Optional<TokenGuard> guard;

  /// Reads the files that `settings` name, and again whenever `watch` finds them changed.
  ///
  /// @throws java.io.UncheckedIOException naming the file that cannot be used
  public WebAccess(WebSettings settings, FileWatch watch, MeterRegistry meters) {
    this.address = settings.address();
    this.identity = settings.tls().map(files -> new LiveIdentity(watch, "web.tls", files));
    this.guard = settings.tokens().map(file -> new TokenGuard(tokens(watch, file), meters));
  }

  private static FileValue<TokenList<Integer>> tokens(FileWatch watch, Path file) {
    return watch.follow("web.tokens", List.of(file), () -> TokenList.ofLines(file));
  }

  InetSocketAddress address() {
    return address;
  }

  /// @param open which requests need no token in any case
  void configure(JavalinConfig config, Predicate<Context> open) {
    identity.ifPresent(shown ->
        config.jetty.addConnector(
            (server, http) -> TlsConnector.of(server, http, address, shown.keyManager())));
    guard.ifPresent(checked ->
        config.routes.before(request -> {
          if (!open.test(request)) {
            checked.handle(request);
          }
        }));
  }

  /// The certificate that has to be renewed in time, if there is one.
  public List<Expiring> certificates() {
    return identity.<Expiring>map(shown -> shown).stream().toList();
  }
}
