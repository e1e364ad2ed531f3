// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.demo.layout;

import java.util.Locale;

/// A zone of the demo, with one node in it.
public enum Zone {
  A(1),
  B(2),
  C(3);

  /// The domain of all names that the demo itself answers for.
  public static final String DOMAIN = "zoneprobe.test";

  /// The name of the service that agents probe besides each other.
  public static final String CHECKOUT = "checkout." + DOMAIN;

  private final int number;

  Zone(int number) {
    this.number = number;
  }

  /// The zone as metrics name it, such as `zone-a`.
  public String label() {
    return "zone-" + letter();
  }

  /// The zone's only node, such as `node-a`.
  public String node() {
    return "node-" + letter();
  }

  /// The name that peers reach the node by; what it resolves to depends on who asks.
  public String host() {
    return letter() + ".mesh." + DOMAIN;
  }

  /// The number that addresses and ports are made of.
  int number() {
    return number;
  }

  private String letter() {
    return name().toLowerCase(Locale.ROOT);
  }
}
