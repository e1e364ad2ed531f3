// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe;

import java.net.InetAddress;

/// Turns a target's host into an address, on the attempt's time. Thread-safe.
public interface NameLookup {
  /// The address to connect to. A literal address is returned as it is, and no phase is recorded;
  /// for a name, `dns_lookup` starts when the first query is written and ends with a usable answer.
  ///
  /// @throws LookupFailedException with the reason, while `dns_lookup` is open; also when the
  ///   attempt's deadline has passed
  InetAddress lookup(String host, OngoingAttempt attempt) throws LookupFailedException;
}
