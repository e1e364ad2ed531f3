// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.trust.jwt;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/// Where the keys are published that tokens are signed with, as a JSON Web Key Set.
public sealed interface PublishedKeys {
  /// In a file.
  record InFile(Path file) implements PublishedKeys {
    @Override
    public String toString() {
      return file.toString();
    }
  }

  /// At a URL.
  ///
  /// @param authorities file of those that the server's certificate may be of; absent: the JVM's
  /// @param token file of the bearer token to ask with, read for each request
  record AtUrl(URI url, Optional<Path> authorities, Optional<Path> token) implements PublishedKeys {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    /// Refuses to ask in the clear: whoever is on the way could publish keys of his own.
    public AtUrl {
      boolean local = LOOPBACK.contains(String.valueOf(url.getHost()));
      if (!"https".equals(url.getScheme()) && !(local && "http".equals(url.getScheme()))) {
        throw new IllegalArgumentException("keys are only to be had over https: " + url);
      }
    }

    @Override
    public String toString() {
      return url.toString();
    }
  }

  /// The keys that an operator names by `text`: a URL, or else the path of a file.
  ///
  /// @throws IllegalArgumentException saying what is wrong
  static PublishedKeys of(String text, Optional<Path> authorities, Optional<Path> token) {
    return text.contains("://")
        ? new AtUrl(URI.create(text), authorities, token)
        : new InFile(Path.of(text));
  }
}
