// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.target;

import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.Protocol;
import dev.zoneprobe.tls.TlsIdentity;
import java.net.IDN;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Where a target is, and what a good answer from it looks like. Hosts are names or literal
/// addresses (IPv6 without brackets).
public sealed interface Endpoint {
  /// The longest name that DNS can carry, in characters (RFC 1035 section 2.3.4).
  int MAX_NAME_LENGTH = 253;

  /// The protocol that it is probed with.
  Protocol protocol();

  /// Whether any certificate will do: a peer that is not verified may be anybody.
  default boolean skipsVerification() {
    return switch (this) {
      case Http http -> http.tls.skipVerify;
      case Grpc grpc -> grpc.tls.map(Tls::skipVerify).orElse(false);
      case Tcp _, Dns _ -> false;
    };
  }

  /// The phases by which a connection to it is opened, in their order; for DNS, which has none, the
  /// lookup.
  default List<Phase> opening() {
    return switch (this) {
      case Dns _ -> List.of(Phase.DNS_LOOKUP);
      case Tcp tcp -> opening(tcp.host, false);
      case Http http -> opening(http.uri.getHost(), http.uri.getScheme().equals("https"));
      case Grpc grpc -> opening(grpc.host, grpc.tls.isPresent());
    };
  }

  private static List<Phase> opening(String host, boolean secured) {
    List<Phase> phases = new ArrayList<>();
    if (isLookedUp(host)) {
      phases.add(Phase.DNS_LOOKUP);
    }
    phases.add(Phase.TCP_CONNECT);
    if (secured) {
      phases.add(Phase.TLS_HANDSHAKE);
    }
    return phases;
  }

  private static boolean isLookedUp(String host) {
    if (host.contains(":") || isLocalhost(host)) {
      return false;
    }
    try {
      InetAddress _ = InetAddress.ofLiteral(host);
      return false;
    } catch (IllegalArgumentException _) {
      return true;
    }
  }

  /// Whether a name needs no nameserver (RFC 6761, section 6.3).
  static boolean isLocalhost(String host) {
    String name = "." + host.toLowerCase(Locale.ROOT);
    return name.endsWith(".localhost") || name.endsWith(".localhost.");
  }

  private static String hostAndPort(String host, int port) {
    return host.contains(":") ? "[%s]:%d".formatted(host, port) : host + ":" + port;
  }

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
    public String toString() {
      return "tcp://" + hostAndPort(host, port);
    }

    @Override
    public Protocol protocol() {
      return Protocol.TCP;
    }
  }

  /// A name to be looked up.
  ///
  /// @param nameserver the one to ask; absent: those of the agent's DNS settings
  /// @param rcode the response code that means success, whatever else is answered; absent: 0 with
  ///   an address
  record Dns(
      Optional<InetSocketAddress> nameserver, String name, RecordType type, Optional<Integer> rcode)
      implements Endpoint {
    /// Refuses what cannot be a name.
    public Dns {
      checkHost(name);
    }

    @Override
    public String toString() {
      String answers = rcode.map(code -> ", expecting rcode " + code).orElse("");
      String server = nameserver.map(at -> " at " + at.getHostString()).orElse("");
      return "DNS %s %s%s%s".formatted(type, name, server, answers);
    }

    @Override
    public Protocol protocol() {
      return Protocol.DNS;
    }
  }

  /// An HTTP/1.1 resource, plain or over TLS by its URI's scheme.
  record Http(URI uri, HttpRequest request, HttpExpectation expected, Tls tls) implements Endpoint {
    /// Refuses a URI without a host.
    public Http {
      checkHost(Objects.requireNonNullElse(uri.getHost(), ""));
    }

    /// A plain GET that is to be answered with 200.
    public static Http get(URI uri) {
      return new Http(uri, HttpRequest.GET, HttpExpectation.OK, Tls.DEFAULT);
    }

    @Override
    public String toString() {
      String secured = uri.getScheme().equals("https") ? ", " + tls : "";
      return "%s %s, expecting %s%s".formatted(request, uri, expected, secured);
    }

    @Override
    public Protocol protocol() {
      return Protocol.HTTP;
    }
  }

  /// A gRPC server with the standard health service (`grpc.health.v1`).
  ///
  /// @param service whose health is asked for; empty for the server as a whole
  /// @param tls absent for plain text
  /// @param metadata sent with each call
  /// @param authority sent as `:authority`; absent: the name that is verified, and the port
  /// @param accepted names of gRPC statuses that are as good an answer as a health check that
  ///   passes
  record Grpc(
      String host,
      int port,
      String service,
      Optional<Tls> tls,
      List<Header> metadata,
      Optional<String> authority,
      Set<String> accepted)
      implements Endpoint {
    /// Refuses what cannot be a host.
    public Grpc {
      checkHost(host);
      metadata = List.copyOf(metadata);
      accepted = Set.copyOf(accepted);
    }

    /// One that is called without metadata, by its own name, and whose health check has to pass.
    public Grpc(String host, int port, String service, Optional<Tls> tls) {
      this(host, port, service, tls, List.of(), Optional.empty(), Set.of());
    }

    @Override
    public String toString() {
      String of = service.isEmpty() ? "" : " service " + service;
      String secured = tls.map(how -> ", " + how).orElse("");
      return "grpc://%s%s%s".formatted(hostAndPort(host, port), of, secured);
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

  /// How a TLS connection is secured.
  ///
  /// @param authorities whom to trust; none: the Java runtime's
  /// @param identity shown to a server that asks for a certificate; absent: none
  /// @param serverName the name to ask for and to verify; absent: the target's host
  /// @param skipVerify whether any certificate will do: the peer may then be anybody
  record Tls(
      List<X509Certificate> authorities,
      Optional<TlsIdentity> identity,
      Optional<String> serverName,
      boolean skipVerify) {
    /// The Java runtime's authorities and the target's own name.
    public static final Tls DEFAULT = new Tls(List.of(), Optional.empty(), Optional.empty(), false);

    /// Copies the authorities.
    public Tls {
      authorities = List.copyOf(authorities);
    }

    /// This, trusting `others`.
    public Tls trusting(List<X509Certificate> others) {
      return new Tls(others, identity, serverName, skipVerify);
    }

    /// This, as `client`.
    public Tls as(TlsIdentity client) {
      return new Tls(authorities, Optional.of(client), serverName, skipVerify);
    }

    /// This, asking for `name`.
    public Tls named(String name) {
      return new Tls(authorities, identity, Optional.of(name), skipVerify);
    }

    /// This, taking any certificate.
    public Tls unverified() {
      return new Tls(authorities, identity, serverName, true);
    }

    @Override
    public String toString() {
      String trusted =
          authorities.isEmpty()
              ? "the Java runtime's authorities"
              : authorities.size() + " authorities of its own";
      return (skipVerify ? "TLS, CERTIFICATE NOT VERIFIED" : "TLS, trusting " + trusted)
          + serverName.map(name -> ", as " + name).orElse("")
          + identity.map(client -> ", client " + client).orElse("");
    }
  }
}
