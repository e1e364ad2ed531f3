// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.slo.level;

/// Whose attempts an objective is about.
public sealed interface Subject {
  /// As a person calls it.
  String name();

  /// All attempts between mesh peers of one class of zone pairs; each pair and protocol has a
  /// budget of its own.
  record Pairs(PairClass pairClass) implements Subject {
    @Override
    public String name() {
      return pairClass.label();
    }
  }

  /// The attempts at one configured target, from all zones together.
  ///
  /// @param name letters, digits and `.`, `_`, `-`, `/`
  record Target(String name) implements Subject {}
}
