// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.ingest.trust;

import dev.zoneprobe.collector.trust.Authenticator;
import dev.zoneprobe.collector.trust.Credentials;
import dev.zoneprobe.collector.trust.Verdict;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/// Serves the calls of those who prove who they are, as far as they speak for their own node. Who
/// does not prove it is denied before a message of the call is read. Thread-safe.
final class NodeGate implements ServerInterceptor {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final Authenticator authenticator;
  private final Denials denials;

  NodeGate(Authenticator authenticator, Denials denials) {
    this.authenticator = authenticator;
    this.denials = denials;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    return switch (authenticator.judge(shown(call, headers))) {
      case Verdict.Denied denied -> {
        call.close(denials.of(denied, call.getAttributes()), new Metadata());
        yield new ServerCall.Listener<>() {};
      }
      case Verdict.SpeaksFor caller -> {
        StoppableCall<Q, A> stoppable = new StoppableCall<>(call);
        yield new OwnNodeOnly<>(next.startCall(stoppable, headers), stoppable, caller, denials);
      }
    };
  }

  private static Credentials shown(ServerCall<?, ?> call, Metadata headers) {
    return new Credentials(
        Optional.ofNullable(call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION))
            .map(NodeGate::chain)
            .orElse(List.of()),
        Optional.ofNullable(headers.get(AUTHORIZATION)).flatMap(Credentials::bearer));
  }

  private static List<X509Certificate> chain(SSLSession session) {
    try {
      return Stream.of(session.getPeerCertificates()).map(X509Certificate.class::cast).toList();
    } catch (SSLPeerUnverifiedException _) {
      return List.of();
    }
  }
}
