// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe;

import dev.zoneprobe.measure.Failure;
import io.netty.channel.ConnectTimeoutException;
import java.io.IOException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// Why a connection could not be opened, told from what Netty (epoll or NIO) or the Java runtime
/// threw.
public final class ConnectFailures {
  private ConnectFailures() {}

  /// The reason of a connect that failed with `failure` or one of its causes. What is neither a
  /// timeout, a refusal nor a reset did not get out of this host or was turned away on its path:
  /// `connect_unreachable`.
  public static Failure reason(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
        .flatMap(cause -> known(cause).stream())
        .findFirst()
        .orElse(Failure.CONNECT_UNREACHABLE);
  }

  /// The same in words: `connection refused`; where the reason says little, what the system said.
  public static String words(Throwable failure) {
    return switch (reason(failure)) {
      case CONNECT_REFUSED -> "connection refused";
      case CONNECT_RESET -> "connection reset";
      case CONNECT_TIMEOUT -> "connection timed out";
      default -> saidBySystem(failure);
    };
  }

  /// The innermost message, to which nobody added an address, without the system call that Netty
  /// puts before it. Netty's epoll has no message for a missing route.
  private static String saidBySystem(Throwable failure) {
    Throwable first =
        Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
            .reduce(failure, (_, cause) -> cause);
    String unsaid =
        first instanceof NoRouteToHostException
            ? "No route to host"
            : first.getClass().getSimpleName();
    return Objects.requireNonNullElse(first.getMessage(), unsaid)
        .replaceFirst("^\\w+\\(\\.*\\) failed[^:]*: ", "");
  }

  private static Optional<Failure> known(Throwable cause) {
    return switch (cause) {
      case ConnectTimeoutException _, SocketTimeoutException _ ->
          Optional.of(Failure.CONNECT_TIMEOUT);
      case NoRouteToHostException _ -> Optional.of(Failure.CONNECT_UNREACHABLE);
      case IOException failed -> told(Objects.requireNonNullElse(failed.getMessage(), ""));
      default -> Optional.empty();
    };
  }

  /// The error number is in no exception's interface, only its text is.
  private static Optional<Failure> told(String message) {
    if (message.contains("Connection refused")) {
      return Optional.of(Failure.CONNECT_REFUSED);
    }
    if (message.contains("Connection reset")) {
      return Optional.of(Failure.CONNECT_RESET);
    }
    return message.contains("timed out") ? Optional.of(Failure.CONNECT_TIMEOUT) : Optional.empty();
  }
}
