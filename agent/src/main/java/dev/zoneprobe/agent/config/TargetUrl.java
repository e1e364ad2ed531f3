// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.config;

import dev.zoneprobe.agent.config.RequestReader.Request;
import dev.zoneprobe.agent.target.Endpoint;
import dev.zoneprobe.agent.target.Endpoint.RecordType;
import dev.zoneprobe.agent.target.Endpoint.Tls;
import dev.zoneprobe.agent.target.HttpExpectation;
import dev.zoneprobe.agent.target.HttpRequest;
import dev.zoneprobe.measure.Protocol;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/// A target's URL: its scheme names the protocol, the rest says where.
///
/// - `tcp://host:port`
/// - `dns://[nameserver[:port]]/name[?type=A|AAAA]` (after RFC 4501)
/// - `http://host[:port]/path`, `https://…`
/// - `grpc://host:port[/service]`, `grpcs://host[:port][/service]`
final class TargetUrl {
  private static final int DNS_PORT = 53;
  private static final int TLS_PORT = 443;

  private final URI uri;

  private TargetUrl(URI uri) {
    this.uri = uri;
  }

  /// Reads a URL.
  ///
  /// @throws IllegalArgumentException saying what is wrong with it
  static TargetUrl parse(String text) {
    try {
      URI uri = new URI(text);
      if (uri.getScheme() == null) {
        throw new IllegalArgumentException("no scheme; " + known());
      }
      if (uri.isOpaque()) {
        throw new IllegalArgumentException("no // after the scheme; " + known());
      }
      if (uri.getRawUserInfo() != null) {
        throw new IllegalArgumentException("a URL must not hold a user or password");
      }
      if (uri.getRawFragment() != null) {
        throw new IllegalArgumentException("a fragment (#) is never sent");
      }
      TargetUrl url = new TargetUrl(uri);
      url.endpoint(Expectations.DEFAULT, Request.DEFAULT, Tls.DEFAULT);
      return url;
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("not a URL: " + e.getReason(), e);
    }
  }

  private static String known() {
    return "known: tcp, dns, http, https, grpc, grpcs";
  }

  /// Where this URL points, what is sent there, and what is expected.
  Endpoint endpoint(Expectations expect, Request request, Tls tls) {
    return switch (uri.getScheme()) {
      case "tcp" -> tcp();
      case "dns" -> dns(expect.rcode());
      case "http", "https" -> http(expect.http(), request.http(), tls);
      case "grpc" -> grpc(port(Optional.empty()), expect, request, Optional.empty());
      case "grpcs" -> grpc(port(Optional.of(TLS_PORT)), expect, request, Optional.of(tls));
      default ->
          throw new IllegalArgumentException("unknown scheme " + uri.getScheme() + "; " + known());
    };
  }

  /// The protocol that it is probed with.
  Protocol protocol() {
    return endpoint(Expectations.DEFAULT, Request.DEFAULT, Tls.DEFAULT).protocol();
  }

  /// Whether TLS settings mean anything here.
  boolean isEncrypted() {
    return uri.getScheme().equals("https") || uri.getScheme().equals("grpcs");
  }

  /// The host, if that is a literal address.
  Optional<InetAddress> address() {
    try {
      return Optional.of(InetAddress.ofLiteral(host()));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private Endpoint tcp() {
    if (uri.getRawPath().length() > 1) {
      throw new IllegalArgumentException("a path is never sent over tcp");
    }
    if (uri.getRawQuery() != null) {
      throw new IllegalArgumentException("a query (?) is never sent over tcp");
    }
    return new Endpoint.Tcp(host(), port(Optional.empty()));
  }

  private Endpoint grpc(int port, Expectations expect, Request request, Optional<Tls> tls) {
    return new Endpoint.Grpc(
        host(),
        port,
        grpcService(),
        tls,
        request.http().headers(),
        request.authority(),
        expect.grpc());
  }

  private Endpoint http(HttpExpectation expected, HttpRequest request, Tls tls) {
    refuseInterface(host());
    if (uri.getPort() != -1) {
      port(Optional.empty());
    }
    return new Endpoint.Http(uri, request, expected, tls);
  }

  private static void refuseInterface(String host) {
    if (host.contains("%")) {
      String zone = host.substring(host.indexOf('%'));
      throw new IllegalArgumentException("HTTP has no way to name an interface (" + zone + ")");
    }
  }

  private Endpoint dns(Optional<Integer> rcode) {
    String name = uri.getPath().replaceFirst("^/", "");
    if (name.isEmpty() || name.contains("/")) {
      throw new IllegalArgumentException("expected dns://[nameserver[:port]]/name?type=A");
    }
    return new Endpoint.Dns(nameserver(), name, recordType(), rcode);
  }

  private Optional<InetSocketAddress> nameserver() {
    if (uri.getRawAuthority() == null) {
      return Optional.empty();
    }
    return Optional.of(new InetSocketAddress(literal(host()), port(Optional.of(DNS_PORT))));
  }

  private static InetAddress literal(String host) {
    try {
      return InetAddress.ofLiteral(host);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("a nameserver is an IP address, not " + host, e);
    }
  }

  private RecordType recordType() {
    return switch (uri.getRawQuery()) {
      case null -> RecordType.A;
      case "type=A" -> RecordType.A;
      case "type=AAAA" -> RecordType.AAAA;
      default -> throw new IllegalArgumentException("expected ?type=A or ?type=AAAA");
    };
  }

  private String grpcService() {
    return uri.getPath() == null ? "" : uri.getPath().replaceFirst("^/", "");
  }

  private String host() {
    String host = uri.getHost();
    if (host == null) {
      throw new IllegalArgumentException("no host, or one with a character that hosts cannot have");
    }
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private int port(Optional<Integer> absent) {
    if (uri.getPort() == -1) {
      return absent.orElseThrow(() -> new IllegalArgumentException("no port"));
    }
    if (uri.getPort() < 1 || uri.getPort() > 65_535) {
      throw new IllegalArgumentException("port " + uri.getPort() + " is not between 1 and 65535");
    }
    return uri.getPort();
  }
}
