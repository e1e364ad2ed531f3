// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.e2e.kit.Program;
import dev.zoneprobe.e2e.kit.RequiresProgram;
import dev.zoneprobe.e2e.kit.TemporaryFolder;
import dev.zoneprobe.e2e.page.browser.Browser;
import dev.zoneprobe.e2e.page.stage.Scene;
import dev.zoneprobe.e2e.page.stage.Stage;
import dev.zoneprobe.e2e.page.stage.Way;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Names that want to be more than names, people without a token, and what browsers are told.
@RequiresProgram({Program.CHROMIUM, Program.CHROMEDRIVER})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HostileTest {
  private static final String NAME = "<img src=x onerror=document.title='pwned'>\"'`${1}";

  private final Browser browser = new Browser();

  @AfterAll
  void stop() {
    browser.close();
  }

  @Test
  void aHostileNameIsShownAsText() throws InterruptedException {
    try (Stage stage = new Stage(Instant.now(), "")) {
      stage.report(
          NAME,
          NAME,
          List.of(
              Way.toZone(NAME, 400, 900, 3).reported(Instant.now()),
              Way.toTarget(NAME, NAME, 400, 900, 3).reported(Instant.now())));
      String name = URLEncoder.encode(NAME, StandardCharsets.UTF_8);
      for (String query :
          List.of(
              "",
              "?view=pair&source_zone=" + name + "&destination_zone=" + name,
              "?view=attempts",
              "?view=targets",
              "?view=system")) {
        browser.visit(stage.page(query));
        browser.await("main .name", NAME);
        assertThat(browser.ask("return document.querySelectorAll('img').length")).isEqualTo(0L);
        assertThat(browser.ask("return document.title")).isNotEqualTo("pwned");
      }
      assertThat(browser.complaints()).isEmpty();
    }
  }

  @Test
  void withoutATokenThePageAsksForOneAndKeepsItForTheTab() throws InterruptedException {
    try (TemporaryFolder folder = TemporaryFolder.create("page");
        Scene scene =
            new Scene(
                "web: {tokens: " + folder.write("tokens", "the-token-of-a-reader\n") + "}\n")) {
      browser.visit(scene.page(""));
      browser.await("form.token", "The collector wants a token.");
      browser.photograph("token");
      assertThat(browser.barriers()).isEmpty();
      assertThat(browser.text("body")).doesNotContain("zone-a");

      enter("the–token–of–a–reader");
      browser.await("form.token [role=alert]", "There is a character in it that no token has");
      enter("a-token-that-nobody-issued");
      browser.await("form.token", "The collector refuses this token.");
      enter("the-token-of-a-reader");
      browser.await("table.matrix td.fine");

      browser.visit(scene.page("?view=system"));
      browser.await(".agents tbody", "node-zone-a");
      assertThat(browser.ask("return localStorage.length + document.cookie.length")).isEqualTo(0L);
      browser.complaints();
    }
  }

  private void enter(String token) {
    browser.await("form.token input").clear();
    browser.await("form.token input").sendKeys(token);
    browser.click("form.token button[type=submit]");
  }

  @Test
  void nothingMayRunThatIsNotAFileOfThePage() throws Exception {
    try (Stage stage = new Stage(Instant.now(), "");
        HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> page = get(http, stage.page(""), "text/html");

      assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
          .contains("default-src 'none'", "script-src 'self'", "style-src 'self'")
          .contains("frame-ancestors 'none'")
          .doesNotContain("unsafe");
      assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
      assertThat(page.headers().firstValue("Referrer-Policy")).contains("no-referrer");
      assertThat(page.body()).doesNotContain("<script>", "style=", "onclick");
      assertThat(get(http, stage.page(""), "*/*").body()).startsWith("zoneprobe collector\n");
    }
  }

  private static HttpResponse<String> get(HttpClient http, URI address, String accept)
      throws Exception {
    return http.send(
        HttpRequest.newBuilder(address).header("Accept", accept).build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
