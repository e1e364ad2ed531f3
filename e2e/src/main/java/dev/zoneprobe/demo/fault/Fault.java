// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.demo.fault;

import java.util.Locale;

/// Something that goes wrong in the demo, to learn how it shows and to test that it does.
public enum Fault {
  DNS("the name server of zone-a answers every query 250 ms late"),
  SLOW_PAIR("the way from zone-a to zone-c gets 300 ms longer, there and back together"),
  LOSSY_PAIR("a tenth of all chunks on zone-a's connections to zone-b is lost and sent again"),
  STARVED_NODE("the agent of node-b gets no CPU for 30 ms, again and again"),
  DEAD_NODE("the agent of node-c is killed"),
  BAD_TARGET("the target \"checkout\" answers with 503");

  private final String description;

  Fault(String description) {
    this.description = description;
  }

  /// As on the command line, such as `slow-pair`.
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// What happens, as the middle of a sentence.
  public String description() {
    return description;
  }

  /// The fault with this label.
  ///
  /// @throws IllegalArgumentException if there is none
  public static Fault of(String label) {
    for (Fault fault : values()) {
      if (fault.label().equals(label)) {
        return fault;
      }
    }
    throw new IllegalArgumentException("no fault is called '" + label + "'");
  }
}
