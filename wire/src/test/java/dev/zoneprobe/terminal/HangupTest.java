// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.terminal;

import static org.awaitility.Awaitility.await;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

class HangupTest {
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void callsWhoeverListensEachTime() throws Exception {
    AtomicInteger heard = new AtomicInteger();
    Hangup.calls(heard::incrementAndGet);

    for (int i = 1; i <= 2; i++) {
      int expected = i;
      new ProcessBuilder("kill", "-HUP", String.valueOf(ProcessHandle.current().pid()))
          .start()
          .waitFor();
      await().until(() -> heard.get() == expected);
    }
  }
}
