// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.collector.Collector;
import dev.zoneprobe.collector.config.CollectorFile;
import dev.zoneprobe.settings.SettingsFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// How browsers get the page, from a collector that wants a token.
final class PageTest {
  private static final Path SOURCES =
      Path.of("src/main/resources/dev/zoneprobe/collector/web/page");
  private static final Pattern LINK = Pattern.compile("\"(/page/[^\"]+)\"");

  private final HttpClient http = HttpClient.newHttpClient();
  private Collector collector;

  @TempDir private Path folder;

  @BeforeEach
  void start() throws Exception {
    Path tokens = Files.writeString(folder.resolve("tokens"), "a-token-of-a-reader\n");
    String text = "listen: {grpc: 0, http: 0}\nweb: {tokens: " + tokens + "}\n";
    collector =
        new Collector(
            SettingsFile.parse("test", text, CollectorFile::settings), InstantSource.system());
    collector.start();
  }

  @AfterEach
  void stop() {
    collector.close();
    http.close();
  }

  private HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    URI address = URI.create("http://127.0.0.1:" + collector.httpPort() + path);
    HttpRequest.Builder request = HttpRequest.newBuilder(address);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private List<String> links() throws IOException, InterruptedException {
    return LINK.matcher(get("/", "Accept", "text/html,*/*").body())
        .results()
        .map(link -> link.group(1))
        .toList();
  }

  @Test
  void everyFileIsThereWithoutATokenAndKeptForEver() throws Exception {
    for (String link : links()) {
      HttpResponse<String> answer = get(link);

      assertThat(answer.statusCode()).as(link).isEqualTo(200);
      assertThat(answer.headers().firstValue("Cache-Control").orElseThrow())
          .as(link)
          .contains("immutable");
      assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
          .as(link)
          .matches("text/(javascript|css); charset=utf-8|image/svg\\+xml");
      assertThat(answer.headers().firstValue("Vary")).as(link).contains("Accept-Encoding");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"attempts", "attempts/0123456789abcdef", "matrix", "system", "nodes"})
  void noAnswerIsKept(String path) throws Exception {
    HttpResponse<String> answer =
        get("/api/v1/" + path, "Authorization", "Bearer a-token-of-a-reader");

    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
  }

  @Test
  void whereThereAreNoParametersThatIsSaid() throws Exception {
    HttpResponse<String> answer =
        get("/api/v1/system?x=1", "Authorization", "Bearer a-token-of-a-reader");

    assertThat(answer.body()).contains("x: no such parameter; there are none");
  }

  @Test
  void theIndexNamesExactlyTheFilesThatThereAre() throws Exception {
    Set<String> named =
        links().stream()
            .map(link -> link.replaceFirst("/page/[0-9a-f]+/", ""))
            .filter(name -> !name.startsWith("lib/"))
            .collect(Collectors.toSet());

    try (Stream<Path> files = Files.walk(SOURCES)) {
      assertThat(named)
          .containsExactlyInAnyOrderElementsOf(
              files
                  .filter(Files::isRegularFile)
                  .map(file -> SOURCES.relativize(file).toString())
                  .filter(name -> !name.equals("index.html"))
                  .toList());
    }
  }

  @Test
  void everyFileIsShortAndNamesItsLicence() throws Exception {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).as(file.toString()).hasSizeLessThanOrEqualTo(120);
        assertThat(String.join("\n", lines.subList(0, 2)))
            .as(file.toString())
            .contains("SPDX-License-Identifier: Apache-2.0");
      }
    }
  }

  @Test
  void thePageIsAskedForEachTimeAndSentOnce() throws Exception {
    HttpResponse<String> page = get("/", "Accept", "text/html");
    String tag = page.headers().firstValue("ETag").orElseThrow();

    assertThat(page.headers().firstValue("Cache-Control")).contains("no-cache");
    assertThat(page.headers().firstValue("Vary")).contains("Accept, Accept-Encoding");
    assertThat(get("/", "Accept", "text/html", "If-None-Match", tag).statusCode()).isEqualTo(304);
  }

  @Test
  void aFileOfAnotherEditionIsSentButNotKept() throws Exception {
    HttpResponse<String> answer = get("/page/0123456789abcdef/main.js");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-cache");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/page/0/index.html",
        "/page/0/Page.class",
        "/page/0/../../metrics",
        "/page/0/%2e%2e/%2e%2e/metrics",
        "/page/0/core/../main.js",
        "/page/0/",
        "/page/",
        "/page"
      })
  void nothingElseIsToBeHadWithoutAToken(String path) throws Exception {
    assertThat(get(path).statusCode()).isIn(400, 401);
  }

  @ParameterizedTest
  @CsvSource({"*/*, 401", "text/html, 200", "'text/plain', 401"})
  void onlyBrowsersGetThePage(String accept, int status) throws Exception {
    assertThat(get("/", "Accept", accept).statusCode()).isEqualTo(status);
  }

  @Test
  void whoHasATokenButNoBrowserGetsTheListOfAddresses() throws Exception {
    assertThat(get("/", "Authorization", "Bearer a-token-of-a-reader").body())
        .startsWith("zoneprobe collector\n");
  }
}
