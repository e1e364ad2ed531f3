// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.report.backlog;

import java.util.regex.Pattern;

/// The name of a collector's store: what receipts speak for, wherever the collector is reached.
///
/// @param text letters, digits and `-`, at most 64
public record StoreId(String text) {
  private static final Pattern TEXT = Pattern.compile("[A-Za-z0-9-]{1,64}");

  /// Refuses what cannot be part of a file's name: a collector says this.
  public StoreId {
    if (!TEXT.matcher(text).matches()) {
      throw new IllegalArgumentException("not the name of a store: \"" + text + '"');
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
