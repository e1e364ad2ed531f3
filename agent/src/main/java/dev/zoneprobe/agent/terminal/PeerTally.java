// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.terminal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.trace.Addresses;
import dev.zoneprobe.measure.trace.Trace;
import java.net.Inet6Address;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// At which addresses the targets of a run were met, and with which certificates. Thread-safe.
public final class PeerTally {
  @GuardedBy("this")
  private final Map<String, Peers> byTarget = new LinkedHashMap<>();

  /// Whom the attempts of one target met.
  ///
  /// @param addresses attempts by the address that they connected to, or tried to
  /// @param families attempts by the family of that address: `ipv4`, `ipv6`
  /// @param certificateExpiry the end of validity of the certificate that was shown last
  public record Peers(
      Map<String, Long> addresses,
      Map<String, Long> families,
      Optional<Instant> certificateExpiry) {
    private static final Peers NONE = new Peers(Map.of(), Map.of(), Optional.empty());

    private Peers plus(Addresses met, Trace trace) {
      String family = met.remote().getAddress() instanceof Inet6Address ? "ipv6" : "ipv4";
      return new Peers(
          plus(addresses, met.remote().toString().replaceFirst("^.*/", "")),
          plus(families, family),
          trace.certificateExpiry().or(() -> certificateExpiry));
    }

    private static Map<String, Long> plus(Map<String, Long> counts, String key) {
      Map<String, Long> more = new TreeMap<>(counts);
      more.merge(key, 1L, Long::sum);
      return more;
    }
  }

  /// Counts an attempt that came to a connection, or to one that failed.
  public synchronized void add(Attempt attempt) {
    Trace trace = attempt.trace();
    trace
        .addresses()
        .ifPresent(met ->
            byTarget.merge(
                attempt.subject().target(),
                Peers.NONE.plus(met, trace),
                (before, _) -> before.plus(met, trace)));
  }

  /// The targets that were connected to.
  public synchronized Map<String, Peers> byTarget() {
    return new LinkedHashMap<>(byTarget);
  }
}
