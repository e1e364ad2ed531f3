// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.ingest.trust;

import dev.zoneprobe.collector.trust.Denial;
import dev.zoneprobe.collector.trust.Verdict.Denied;
import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.Status;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What becomes of a denied call: it is counted, told of, and its sender gets a status. The same is
/// told once, and no more than a hundred things are: strangers cannot fill the log. Thread-safe.
final class Denials {
  private static final Logger LOG = LoggerFactory.getLogger(Denials.class);
  private static final int MOST_TOLD = 100;

  private final Map<Denial, Counter> counters = new EnumMap<>(Denial.class);
  private final Set<Denied> told = ConcurrentHashMap.newKeySet();

  /// All reasons are there from the start: the first denial would not be an increase otherwise.
  Denials(MeterRegistry meters) {
    for (Denial reason : Denial.values()) {
      counters.put(reason, counter(reason, meters));
    }
  }

  private static Counter counter(Denial reason, MeterRegistry meters) {
    return Counter.builder("zoneprobe.collector.calls.denied")
        .description("Calls of agents that did not prove who they are, by reason")
        .tag("reason", reason.label())
        .register(meters);
  }

  /// The status that the call ends with.
  ///
  /// @param caller the attributes of its connection
  Status of(Denied denied, Attributes caller) {
    return of(denied, "", caller);
  }

  /// The same.
  ///
  /// @param more said in the log only
  Status of(Denied denied, String more, Attributes caller) {
    Denial reason = denied.reason();
    Objects.requireNonNull(counters.get(reason)).increment();
    Object from = caller.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
    if (told.size() < MOST_TOLD && told.add(denied)) {
      LOG.warn(
          "a call from {} was denied as {} (said once, then at level debug): {}{}",
          from,
          reason.label(),
          denied.problem(),
          more);
    } else {
      LOG.debug(
          "a call from {} was denied as {}: {}{}", from, reason.label(), denied.problem(), more);
    }
    return status(reason).withDescription(denied.problem());
  }

  private static Status status(Denial reason) {
    return switch (reason) {
      case KEYS_UNAVAILABLE -> Status.UNAVAILABLE;
      case NO_NODE, OTHER_NODE -> Status.PERMISSION_DENIED;
      case NO_CERTIFICATE,
          UNTRUSTED_CERTIFICATE,
          NO_TOKEN,
          UNKNOWN_TOKEN,
          MALFORMED_TOKEN,
          WRONG_ALGORITHM,
          UNKNOWN_KEY,
          WRONG_SIGNATURE,
          WRONG_ISSUER,
          WRONG_AUDIENCE,
          WRONG_ACCOUNT,
          EXPIRED_TOKEN ->
          Status.UNAUTHENTICATED;
    };
  }
}
