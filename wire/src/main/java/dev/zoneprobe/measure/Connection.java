// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.measure;

import java.util.List;

/// Whether an attempt opened its connection or found it open. The label tells what happened, not
/// what was asked for: an attempt that wanted to reuse a connection and had to open one is `new`.
public enum Connection implements Label {
  NEW,
  REUSED;

  /// The kind that is labelled `text`.
  ///
  /// @throws IllegalArgumentException naming the kinds, if there is none
  public static Connection of(String text) {
    return Label.of(List.of(values()), text);
  }
}
