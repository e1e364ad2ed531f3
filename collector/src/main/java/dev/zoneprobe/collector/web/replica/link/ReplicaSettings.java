// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web.replica.link;

import dev.zoneprobe.settings.Range;
import dev.zoneprobe.settings.Section;
import dev.zoneprobe.tls.PemFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import okhttp3.HttpUrl;

/// Where the other collectors are.
///
/// @param host whose addresses are those of all collectors; this one may be among them
/// @param port that they answer HTTP on
/// @param timeout after which one that does not answer is left out; longer for long windows
/// @param tls how they prove to be `host`; absent: not at all, they answer plain HTTP
public record ReplicaSettings(String host, int port, Duration timeout, Optional<Tls> tls) {
  /// A browser asks again after 20 s, and a view asks for two windows.
  private static final Duration LONGEST = Duration.ofSeconds(10);

  /// Whom to believe.
  ///
  /// @param ca file of the authorities; absent: those of Java
  public record Tls(Optional<Path> ca) {}

  /// How long one may take for its part of `window`: a second more for each hour.
  public Duration patience(Duration window) {
    Duration patience = timeout.plusSeconds(window.toHours());
    Duration longest = timeout.compareTo(LONGEST) > 0 ? timeout : LONGEST;
    return patience.compareTo(longest) > 0 ? longest : patience;
  }

  /// Their name, for a URL.
  HttpUrl url() {
    return new HttpUrl.Builder()
        .scheme(tls.isPresent() ? "https" : "http")
        .host(host)
        .port(port)
        .build();
  }

  /// Reads the section `web.replicas`; absent if there is none.
  ///
  /// @param own `web.tls`: collectors are alike, so one that answers with TLS asks with it
  public static Optional<ReplicaSettings> read(Section section, Section own) {
    int port = section.integer("port", 8791, Range.PORT);
    Duration timeout =
        section.duration(
            "timeout",
            Duration.ofSeconds(2),
            new Range<>(Duration.ofMillis(100), Duration.ofSeconds(30)));
    Optional<Tls> tls = tls(section, own);
    return section
        .optional("host", ReplicaSettings::name)
        .map(host -> new ReplicaSettings(host, port, timeout, tls));
  }

  private static Optional<Tls> tls(Section section, Section own) {
    Optional<Path> ca = section.file("ca", ReplicaSettings::authorities, Function.identity());
    if (own.has("certificate")) {
      return Optional.of(new Tls(ca));
    }
    if (ca.isPresent()) {
      section.mistake(
          "ca", "needs web.tls, without which collectors ask each other over plain HTTP");
    }
    return Optional.empty();
  }

  private static String name(String text) {
    try {
      HttpUrl _ = new HttpUrl.Builder().scheme("http").host(text).build();
      return text;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("not a name such as zoneprobe-replicas", e);
    }
  }

  private static Path authorities(Path file) {
    List<?> _ = PemFile.certificates(file);
    return file;
  }
}
