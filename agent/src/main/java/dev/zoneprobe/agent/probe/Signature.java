// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe;

import dev.zoneprobe.measure.Label;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// How a responder says whose an answer is: two headers of an HTTP response, or of a gRPC call.
public final class Signature {
  /// Which node it is on.
  public static final String NODE = "zoneprobe-node";

  /// Which zone that node is in.
  public static final String ZONE = "zoneprobe-zone";

  private Signature() {}

  /// Tells `attempt` who answered it, if a Service chose. Answers without both headers do not come
  /// from a zoneprobe responder and are ignored.
  ///
  /// @param headers the value of the header of a name, null if there is none
  public static void read(Function<String, @Nullable String> headers, OngoingAttempt attempt) {
    if (!attempt.target().isThroughService()) {
      return;
    }
    String node = Objects.requireNonNullElse(headers.apply(NODE), "");
    String zone = Objects.requireNonNullElse(headers.apply(ZONE), "");
    if (Label.isAllowed(node) && Label.isAllowed(zone)) {
      attempt.answeredBy(node, zone);
    }
  }
}
