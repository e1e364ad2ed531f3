// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.grpc;

import dev.zoneprobe.agent.probe.TestAuthority;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.stream.Stream;
import okhttp3.tls.HeldCertificate;
import org.awaitility.Awaitility;

/// A gRPC server on 127.0.0.1.
record TestGrpcServer(Server server) implements AutoCloseable {
  static TestGrpcServer serving(BindableService... services) throws IOException {
    return servingOn(0, services);
  }

  static TestGrpcServer servingOn(int port, BindableService... services) throws IOException {
    return started(builder(port), services);
  }

  static TestGrpcServer secured(HeldCertificate certificate, BindableService... services)
      throws IOException {
    SslContext tls = GrpcSslContexts.configure(showing(certificate), SslProvider.JDK).build();
    return started(builder(0).sslContext(tls), services);
  }

  /// One that takes only clients with a certificate of `authority`.
  static TestGrpcServer demandingClients(
      HeldCertificate certificate, TestAuthority authority, BindableService... services)
      throws IOException {
    SslContextBuilder demanding =
        showing(certificate).trustManager(authority.certificate()).clientAuth(ClientAuth.REQUIRE);
    SslContext tls = GrpcSslContexts.configure(demanding, SslProvider.JDK).build();
    return started(builder(0).sslContext(tls), services);
  }

  private static SslContextBuilder showing(HeldCertificate certificate) {
    return SslContextBuilder.forServer(
        certificate.keyPair().getPrivate(), certificate.certificate());
  }

  private static NettyServerBuilder builder(int port) {
    return NettyServerBuilder.forAddress(
        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
  }

  private static TestGrpcServer started(NettyServerBuilder builder, BindableService... services)
      throws IOException {
    Stream.of(services).forEach(builder::addService);
    return new TestGrpcServer(builder.build().start());
  }

  int port() {
    return server.getPort();
  }

  /// Closes all connections; returns when the port is free.
  void stop() {
    server.shutdownNow();
    Awaitility.await().until(server::isTerminated);
  }

  @Override
  public void close() {
    stop();
  }
}
