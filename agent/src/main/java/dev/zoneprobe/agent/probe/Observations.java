// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe;

import dev.zoneprobe.measure.trace.Addresses;
import dev.zoneprobe.measure.trace.Lookup;
import dev.zoneprobe.measure.trace.Retransmits;
import dev.zoneprobe.measure.trace.Trace;
import java.time.Instant;
import java.util.Optional;

/// What an attempt has seen on its way so far. Thread-safe.
///
/// Of several sightings of one kind, the last counts: it belongs to the connection that the attempt
/// ended on. Retransmits add up over connections.
public final class Observations {
  private Optional<Lookup> lookup = Optional.empty();
  private Optional<Addresses> addresses = Optional.empty();
  private Retransmits retransmits = Retransmits.NONE;
  private Optional<Instant> certificateExpiry = Optional.empty();
  private Optional<String> detail = Optional.empty();

  Observations() {}

  /// A name was asked for.
  public synchronized void lookup(Lookup seen) {
    lookup = Optional.of(seen);
  }

  /// The attempt's connection runs, or is to run, between these.
  public synchronized void addresses(Addresses seen) {
    addresses = Optional.of(seen);
  }

  /// The kernel had to send `count` more SYN segments again.
  public synchronized void synRetransmits(int count) {
    retransmits = retransmits.plus(new Retransmits(count, 0));
  }

  /// The kernel had to send `count` more segments of an established connection again.
  public synchronized void segmentRetransmits(int count) {
    retransmits = retransmits.plus(new Retransmits(0, count));
  }

  /// The peer showed a certificate that ends then.
  public synchronized void certificateExpiry(Instant seen) {
    certificateExpiry = Optional.of(seen);
  }

  /// What a person would want to know beside the outcome, in a few words.
  public synchronized void detail(String seen) {
    detail = Optional.of(seen);
  }

  /// What was told belongs to a connection that has to be replaced, or came too late.
  public synchronized void forgetDetail() {
    detail = Optional.empty();
  }

  synchronized Trace trace() {
    return new Trace(lookup, addresses, retransmits, certificateExpiry, detail);
  }
}
