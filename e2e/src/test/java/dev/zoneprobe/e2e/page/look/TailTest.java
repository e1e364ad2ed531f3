// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.page.look;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.e2e.kit.Program;
import dev.zoneprobe.e2e.kit.RequiresProgram;
import dev.zoneprobe.e2e.page.browser.Browser;
import dev.zoneprobe.e2e.page.stage.Stage;
import dev.zoneprobe.e2e.page.stage.Way;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Only where the kernel sent as many segments again as attempts waited that long, lost segments
/// are what a pair is said to wait for.
@RequiresProgram({Program.CHROMIUM, Program.CHROMEDRIVER})
final class TailTest {
  private static final String TCP = "as long as TCP waits before it sends a lost segment again";
  private static final String OTHERWISE = "the other side, or the host, is slow";

  @ParameterizedTest
  @CsvSource({
    "0, false, sent nothing again",
    "3, false, sent no more than 3 again",
    "30, true, TCP waits"
  })
  void aSlowTailIsExplainedByWhatWasSentAgain(long segments, boolean lost, String said)
      throws InterruptedException {
    try (Stage stage = new Stage(Instant.now(), "");
        Browser browser = new Browser()) {
      Way way = Way.toZone("zone-b", 2_000, 30_000, 0).sentAgain(segments);
      stage.report("node-a", "zone-a", List.of(way.reported(stage.now())));

      browser.visit(stage.page("?view=pair&source_zone=zone-a&destination_zone=zone-b"));
      browser.await("main .verdict", "Only the tail is slow");

      assertThat(browser.text("main .verdict"))
          .contains(said, lost ? TCP : OTHERWISE)
          .doesNotContain(lost ? OTHERWISE : TCP);
      assertThat(browser.complaints()).isEmpty();
    }
  }
}
