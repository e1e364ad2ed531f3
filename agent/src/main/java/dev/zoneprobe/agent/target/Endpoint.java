// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.target;

import dev.zoneprobe.measure.Protocol;
import java.net.IDN;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Where a target is, and what a good answer from it looks like. Hosts are names or literal
/// addresses (IPv6 without brackets).
public sealed interface Endpoint {
  /// The longest name that DNS can carry, in characters (RFC 1035 section 2.3.4).
  int MAX_NAME_LENGTH = 253;

  /// The protocol that it is probed with.
  Protocol protocol();

  private static void checkHost(String host) {
    try {
      if (host.isEmpty() || IDN.toASCII(host).length() > MAX_NAME_LENGTH) {
        throw new IllegalArgumentException("no host, or a name of over 253 characters");
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("not a host: " + host + ": " + e.getMessage(), e);
    }
  }

  /// A listening TCP port.
  record Tcp(String host, int port) implements Endpoint {
    /// Refuses what cannot be a host.
    public Tcp {
      checkHost(host);
    }

    @Override
    public Protocol protocol() {
      return Protocol.TCP;
    }
  }

  /// A name to be looked up.
  ///
  /// @param nameserver the one to ask; absent: those of the agent's DNS settings
  /// @param rcode the response code that means success, 0 unless a failure is what is wanted
  record Dns(Optional<InetSocketAddress> nameserver, String name, RecordType type, int rcode)
      implements Endpoint {
    /// Refuses what cannot be a name.
    public Dns {
      checkHost(name);
    }

    @Override
    public Protocol protocol() {
      return Protocol.DNS;
    }
  }

  /// An HTTP/1.1 resource, plain or over TLS by its URI's scheme.
  ///
  /// @param statuses the status codes that mean success; never empty
  /// @param body what the body must contain
  record Http(URI uri, Set<Integer> statuses, Optional<Pattern> body, Tls tls) implements Endpoint {
    /// Refuses a URI without a host.
    public Http {
      checkHost(Objects.requireNonNullElse(uri.getHost(), ""));
    }

    @Override
    public Protocol protocol() {
      return Protocol.HTTP;
    }

    /// Patterns are equal if their texts are: a target reread from an unchanged file is unchanged.
    @Override
    public boolean equals(Object other) {
      return other instanceof Http http
          && uri.equals(http.uri)
          && statuses.equals(http.statuses)
          && body.map(Pattern::pattern).equals(http.body.map(Pattern::pattern))
          && tls.equals(http.tls);
    }

    @Override
    public int hashCode() {
      return uri.hashCode();
    }
  }

  /// A gRPC server with the standard health service (`grpc.health.v1`).
  ///
  /// @param service whose health is asked for; empty for the server as a whole
  /// @param tls absent for plain text
  record Grpc(String host, int port, String service, Optional<Tls> tls) implements Endpoint {
    /// Refuses what cannot be a host.
    public Grpc {
      checkHost(host);
    }

    @Override
    public Protocol protocol() {
      return Protocol.GRPC;
    }
  }

  /// Which addresses are wanted.
  enum RecordType {
    A,
    AAAA
  }

  /// Whom to trust.
  ///
  /// @param authorities PEM file of the certificate authorities; absent: the Java runtime's
  /// @param serverName the name to ask for and to verify; absent: the target's host
  record Tls(Optional<Path> authorities, Optional<String> serverName) {
    /// The Java runtime's authorities and the target's own name.
    public static final Tls DEFAULT = new Tls(Optional.empty(), Optional.empty());
  }
}
