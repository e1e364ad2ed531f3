// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.expose.zero;

import dev.zoneprobe.collector.merge.Route;
import dev.zoneprobe.measure.Failure;
import dev.zoneprobe.measure.Subject;
import java.util.EnumSet;
import java.util.Set;

/// The reasons for which attempts fail when an outage begins. There are more, and a panel with all
/// of them at zero would say less.
public final class FirstFailures {
  private FirstFailures() {}

  /// Those that the attempts of a route may end with.
  public static Set<Failure> of(Route route) {
    Set<Failure> reasons = ofProtocol(route);
    if (route.target().equals(Subject.PEER)) {
      reasons.remove(Failure.DNS_TIMEOUT); // its address is known
    } else {
      reasons.remove(Failure.PEER_DRAINING);
    }
    return reasons;
  }

  private static Set<Failure> ofProtocol(Route route) {
    return switch (route.protocol()) {
      case DNS -> EnumSet.of(Failure.DNS_TIMEOUT, Failure.DNS_SERVFAIL, Failure.DNS_NXDOMAIN);
      case TCP -> EnumSet.of(Failure.DNS_TIMEOUT, Failure.CONNECT_TIMEOUT, Failure.CONNECT_REFUSED);
      case HTTP ->
          EnumSet.of(
              Failure.DNS_TIMEOUT,
              Failure.CONNECT_TIMEOUT,
              Failure.CONNECT_REFUSED,
              Failure.ROUND_TRIP_TIMEOUT,
              Failure.HTTP_STATUS,
              Failure.PEER_DRAINING);
      case GRPC ->
          EnumSet.of(
              Failure.DNS_TIMEOUT,
              Failure.CONNECT_TIMEOUT,
              Failure.CONNECT_REFUSED,
              Failure.ROUND_TRIP_TIMEOUT,
              Failure.GRPC_NOT_SERVING,
              Failure.PEER_DRAINING);
    };
  }
}
