// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.tls;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/// What a person is told of a handshake that failed.
///
/// What the Java runtime and Netty say of a connection that was lost tells what they were doing,
/// not what happened. Netty shows all that it got from a peer that speaks no TLS, as digits. That a
/// certificate has expired, or is not valid yet, only the innermost cause says.
public final class HandshakeWords {
  private HandshakeWords() {}

  /// The alert of the peer, or else how the peer ended the connection, or else since or until when
  /// its certificate is valid, if that is what is wrong, or else what is wrong with what it said;
  /// absent if `failure` and its causes do not tell.
  public static Optional<String> of(Throwable failure) {
    return TlsTerms.alert(failure)
        .or(() -> causes(failure).flatMap(cause -> loss(cause).stream()).findFirst())
        .or(() ->
            causes(failure)
                .filter(HandshakeWords::isOfTime)
                .findFirst()
                .flatMap(HandshakeWords::message))
        .or(() -> causes(failure).flatMap(cause -> message(cause).stream()).findFirst());
  }

  private static Stream<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause);
  }

  private static boolean isOfTime(Throwable cause) {
    return cause instanceof CertificateExpiredException
        || cause instanceof CertificateNotYetValidException;
  }

  private static Optional<String> loss(Throwable cause) {
    return switch (cause) {
      case SSLException _ -> Optional.empty();
      case EOFException _, ClosedChannelException _ ->
          Optional.of("the server closed the connection in the handshake");
      case IOException lost when isReset(String.valueOf(lost.getMessage())) ->
          Optional.of("the server reset the connection in the handshake");
      default -> Optional.empty();
    };
  }

  /// The error number is in no exception's interface, only its text is.
  private static boolean isReset(String message) {
    return message.contains("Connection reset") || message.contains("Broken pipe");
  }

  private static Optional<String> message(Throwable cause) {
    String told = String.valueOf(cause.getMessage());
    if (told.startsWith("not an SSL/TLS record")) {
      return Optional.of("not an SSL/TLS record");
    }
    return told.endsWith("null") ? Optional.empty() : Optional.of(told);
  }
}
