// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.target;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.agent.LogLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RequestHeadersTest {
  private final LogLines log = new LogLines(RequestHeaders.class);

  @TempDir private Path folder;
  private Path token;
  private RequestHeaders headers;

  @BeforeEach
  void nameTheFile() {
    token = folder.resolve("token");
    headers = new RequestHeaders(List.of(new Header("X-Token", new Header.Content(token))));
  }

  @AfterEach
  void close() {
    log.close();
  }

  private Map<String, String> sent() {
    Map<String, String> sent = new HashMap<>();
    headers.forEach(sent::put);
    return sent;
  }

  @Test
  void aFileThatWasNeverReadableIsWarnedOfOnceAndItsHeaderLeftOut() {
    assertThat(sent()).isEmpty();
    assertThat(sent()).isEmpty();

    assertThat(log.lines())
        .satisfiesExactly(
            first -> assertThat(first).startsWith("WARNING").contains("the header is left out"),
            repeat -> assertThat(repeat).startsWith("FINE"));
  }

  @Test
  void aFileThatBecomesUnreadableIsWarnedOfOnceAndItsLastValueIsSent() throws IOException {
    Files.writeString(token, "secret\n");
    assertThat(sent()).containsEntry("X-Token", "secret");

    Files.delete(token);
    assertThat(sent()).containsEntry("X-Token", "secret");
    assertThat(sent()).containsEntry("X-Token", "secret");

    assertThat(log.lines())
        .satisfiesExactly(
            first -> assertThat(first).startsWith("WARNING").contains("its last value is sent"),
            repeat -> assertThat(repeat).startsWith("FINE"));
  }

  @Test
  void aFileThatCanBeReadAgainIsSaidToBe() throws IOException {
    sent();
    Files.writeString(token, "renewed");

    assertThat(sent()).containsEntry("X-Token", "renewed");
    sent();

    assertThat(log.lines())
        .hasSize(2)
        .last()
        .asString()
        .startsWith("INFO")
        .contains("can be read again")
        .doesNotContain("renewed");
  }

  @Test
  void aValueThatNoHeaderCanHaveIsNotLogged() throws IOException {
    Files.writeString(token, "sec\nret");

    assertThat(sent()).isEmpty();

    assertThat(log.lines()).singleElement().asString().doesNotContain("ret");
  }
}
