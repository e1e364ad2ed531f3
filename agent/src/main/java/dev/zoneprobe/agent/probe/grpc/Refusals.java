// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.grpc;

import io.grpc.Status;
import java.util.Optional;
import java.util.stream.Stream;

/// How gRPC tells that the server did not process a request (RFC 9113, section 8.7): only in words.
final class Refusals {
  private Refusals() {}

  /// Whether a call that got no answer ended with `status` because the server sent a GOAWAY that
  /// leaves it out, or REFUSED_STREAM. What the server itself may say stands behind these words.
  static boolean isRefusal(Status status) {
    String told = Optional.ofNullable(status.getDescription()).orElse("");
    return Stream.of(
            "Abrupt GOAWAY closed ", "RST_STREAM closed stream. HTTP/2 error code: REFUSED_STREAM")
        .anyMatch(told::startsWith);
  }
}
