// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.logging;

import java.util.logging.Level;
import java.util.logging.Logger;

/// How much a program tells of itself on standard error. Libraries stay at their warnings.
public enum LogLevel {
  /// What somebody should look at.
  WARN,
  /// And what happens seldom: starts, reloads, new plans.
  INFO,
  /// And each repetition of what is otherwise said once.
  DEBUG;

  /// Held, because a logger that nobody holds forgets its level.
  private static final Logger OURS = Logger.getLogger("dev.zoneprobe");

  /// Tells as much as this from now on.
  public void apply() {
    OURS.setLevel(
        switch (this) {
          case WARN -> Level.WARNING;
          case INFO -> Level.INFO;
          case DEBUG -> Level.FINE;
        });
  }
}
