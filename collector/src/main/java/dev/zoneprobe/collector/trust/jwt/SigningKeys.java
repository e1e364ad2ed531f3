// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.trust.jwt;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.health.HealthStatus;
import dev.zoneprobe.tls.LiveAuthorities;
import dev.zoneprobe.watch.FileValue;
import dev.zoneprobe.watch.FileWatch;
import java.io.IOException;
import java.net.MalformedURLException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The keys that tokens may be signed with, as they are published now.
///
/// From a URL they are fetched when first needed, every few minutes, and when a token names a key
/// that is not among them, but at most twice in 30 s: strangers cannot make us ask on and on. While
/// they cannot be fetched, those of the last hours count.
final class SigningKeys {
  private static final Duration LIFETIME = Duration.ofMinutes(5);
  private static final Duration RENEWED_BEFORE_END = Duration.ofMinutes(1);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
  private static final Duration BETWEEN_REQUESTS = Duration.ofSeconds(30);
  private static final Duration OUTAGE_TOLERATED = Duration.ofHours(4);

  private SigningKeys() {}

  /// @param name the key of the settings' section that says where they are
  /// @param available told after each time that they were fetched, or could not be, whether there
  ///   are any, those of the last hours included; nobody is told of those in a file
  /// @throws java.io.UncheckedIOException if a file cannot be used
  static JWKSource<SecurityContext> of(
      PublishedKeys where, FileWatch watch, String name, Consumer<Boolean> available) {
    return switch (where) {
      case PublishedKeys.InFile(Path file) -> {
        FileValue<JWKSet> keys = watch.follow(name + ".keys", List.of(file), () -> read(file));
        yield (selector, _) -> selector.select(keys.get());
      }
      case PublishedKeys.AtUrl url -> fetched(url, watch, name, available);
    };
  }

  private static JWKSet read(Path file) {
    try {
      return JWKSet.parse(Files.readString(file));
    } catch (IOException e) {
      throw new IllegalArgumentException(file + ": no readable file", e);
    } catch (ParseException e) {
      throw new IllegalArgumentException(file + ": no JSON Web Key Set", e);
    }
  }

  private static JWKSource<SecurityContext> fetched(
      PublishedKeys.AtUrl at, FileWatch watch, String name, Consumer<Boolean> available) {
    Optional<LiveAuthorities> authorities =
        at.authorities().map(file -> LiveAuthorities.ofServers(watch, name + ".ca", file));
    try {
      return JWKSourceBuilder.create(at.url().toURL(), new KeyRequest(authorities, at.token()))
          .cache(LIFETIME.toMillis(), LONGEST_WAIT.toMillis())
          .refreshAheadCache(RENEWED_BEFORE_END.toMillis(), false)
          .rateLimited(BETWEEN_REQUESTS.toMillis())
          .outageTolerant(OUTAGE_TOLERATED.toMillis())
          .healthReporting(
              report -> available.accept(report.getHealthStatus() == HealthStatus.HEALTHY))
          .build();
    } catch (MalformedURLException e) {
      throw new IllegalStateException("a URL of http has a Java form: " + at.url(), e);
    }
  }
}
