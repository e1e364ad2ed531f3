// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.report.trust;

import dev.zoneprobe.agent.probe.TestAuthority;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.TlsServerCredentials;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.tls.HandshakeCertificates;

/// A gRPC server on loopback that wants a client certificate, and notes what each call shows.
final class CuriousServer implements AutoCloseable, ServerInterceptor {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final List<String> tokens = new CopyOnWriteArrayList<>();
  private final List<String> clients = new CopyOnWriteArrayList<>();
  private final Server server;

  /// Begins to listen.
  ///
  /// @param authority whose certificate, for `name`, it shows, and whose it wants to see
  CuriousServer(TestAuthority authority, String name) throws IOException {
    HandshakeCertificates tls = authority.showingToClients(authority.certificate(name));
    server =
        NettyServerBuilder.forAddress(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                TlsServerCredentials.newBuilder()
                    .keyManager(tls.keyManager())
                    .trustManager(tls.trustManager())
                    .clientAuth(TlsServerCredentials.ClientAuth.REQUIRE)
                    .build())
            .intercept(this)
            .addService(new HealthStatusManager().getHealthService())
            .build()
            .start();
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    Optional.ofNullable(headers.get(AUTHORIZATION)).ifPresent(tokens::add);
    clients.add(client(call));
    return next.startCall(call, headers);
  }

  private static String client(ServerCall<?, ?> call) {
    try {
      X509Certificate shown =
          (X509Certificate)
              Objects.requireNonNull(call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION))
                  .getPeerCertificates()[0];
      return shown.getSubjectAlternativeNames().iterator().next().get(1).toString();
    } catch (SSLPeerUnverifiedException | CertificateParsingException e) {
      throw new AssertionError(e);
    }
  }

  InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), server.getPort());
  }

  /// The header `authorization` of each call, in their order.
  List<String> tokens() {
    return tokens;
  }

  /// The name in the certificate of each call's connection, in their order.
  List<String> clients() {
    return clients;
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
