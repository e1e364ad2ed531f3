// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.attribution;

import dev.zoneprobe.measure.Phase;

/// What of an attempt a server delays, and the phase that has to show it.
enum Stage {
  DNS_ANSWER(Phase.DNS_LOOKUP),
  LOST_SYN(Phase.TCP_CONNECT),
  TLS_FLIGHT(Phase.TLS_HANDSHAKE),
  HTTP2_SETTINGS(Phase.HTTP2_SETUP),
  FIRST_BYTE(Phase.ROUND_TRIP),
  BODY(Phase.TRANSFER);

  private final Phase shows;

  Stage(Phase shows) {
    this.shows = shows;
  }

  Phase shows() {
    return shows;
  }
}
