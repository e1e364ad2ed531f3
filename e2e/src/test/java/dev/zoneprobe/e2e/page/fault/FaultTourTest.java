// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.page.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zoneprobe.demo.fault.Fault;
import dev.zoneprobe.e2e.kit.Program;
import dev.zoneprobe.e2e.kit.RequiresProgram;
import dev.zoneprobe.e2e.page.browser.Browser;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Whoever opens the page of a demo in which something goes wrong, and follows twice the first link
/// of what the page says stands out, has found it. Which fault it is has no part in what is
/// clicked; what each step has to say is what the README promises.
@Tag("slow")
@RequiresProgram({Program.CHROMIUM, Program.CHROMEDRIVER})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FaultTourTest {
  private static final String SAID = "main .verdict";
  private static final String FIRST_LINK = "main .verdict a";

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /// So that no page is open whose demo ends.
  private static final URI NOTHING = URI.create("about:blank");

  private final Demos demos = new Demos();
  private final Browser browser = new Browser();

  @AfterAll
  void stop() {
    browser.close();
    demos.close();
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void isFoundInThreeStepsByWhoeverFollowsThePage(Fault fault) {
    browser.visit(NOTHING);
    URI page = demos.page(fault);
    browser.complaints();

    browser.visit(page);
    await().atMost(PATIENCE).until(() -> !browser.texts(FIRST_LINK).isEmpty());

    List<String> said = new ArrayList<>();
    said.add(look(fault, 1));
    browser.click(FIRST_LINK);
    said.add(look(fault, 2));
    browser.click(FIRST_LINK);
    said.add(look(fault, 3));

    List<List<String>> promised = Promises.of(fault);
    for (int step = 0; step < said.size(); step++) {
      assertThat(said.get(step)).as("step %d", step + 1).contains(promised.get(step));
    }
  }

  @Test
  void theReadmePromisesSomethingOfEachStepOfEachFault() {
    for (Fault fault : Fault.values()) {
      assertThat(Promises.of(fault)).as(fault.label()).hasSize(3).doesNotContain(List.of());
    }
  }

  /// What the page says there; a picture of it is kept.
  private String look(Fault fault, int step) {
    browser.await(SAID);
    String name = "fault-%s-%d".formatted(fault.label(), step);
    browser.photograph(name);
    assertThat(browser.complaints()).as(name).isEmpty();
    assertThat(browser.barriers()).as(name).isEmpty();
    return browser.text("main h1, " + SAID);
  }
}
