// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LogLevelTest {
  private final Logger ours = Logger.getLogger("dev.zoneprobe.somewhere");
  private final Logger library = Logger.getLogger("io.grpc.somewhere");

  @AfterEach
  void restore() {
    LogLevel.INFO.apply();
  }

  @Test
  void letsTheProductTellMoreAndNoLibrary() {
    boolean loudLibrary = library.isLoggable(Level.FINE);

    LogLevel.DEBUG.apply();

    assertThat(ours.isLoggable(Level.FINE)).isTrue();
    assertThat(library.isLoggable(Level.FINE)).isEqualTo(loudLibrary);
  }

  @Test
  void keepsWarningsOnly() {
    LogLevel.WARN.apply();

    assertThat(ours.isLoggable(Level.INFO)).isFalse();
    assertThat(ours.isLoggable(Level.WARNING)).isTrue();
  }
}
