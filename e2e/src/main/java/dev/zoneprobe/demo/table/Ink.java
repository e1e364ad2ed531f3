// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.demo.table;

/// How headings stand out.
public enum Ink {
  /// By terminal control sequences.
  ANSI {
    @Override
    String bold(String text) {
      return "\033[1m" + text + "\033[0m";
    }
  },
  /// Not at all: what is written may go to a file.
  PLAIN {
    @Override
    String bold(String text) {
      return text;
    }
  };

  abstract String bold(String text);
}
