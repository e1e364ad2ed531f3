// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web.view.part;

/// Texts as fields of CSV (RFC 4180).
public final class Csv {
  private Csv() {}

  /// `text` in quotes. One that a spreadsheet would take for a formula begins with an apostrophe.
  public static String quoted(String text) {
    String safe = text.matches("(?s)[=+\\-@\t].*") ? "'" + text : text;
    return '"' + safe.replace("\"", "\"\"") + '"';
  }
}
