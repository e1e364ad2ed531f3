// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zoneprobe.settings.InvalidSettingsException;
import dev.zoneprobe.settings.SettingsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How much targets may send, each and together.
final class RequestBodiesTest {
  private static final int MIB = 1 << 20;

  @TempDir private Path folder;

  @Test
  void takesBodiesOfFourMebibytesTogether() throws Exception {
    assertThat(read(4, file("a".repeat(MIB))).targets()).hasSize(4);
  }

  @Test
  void refusesMoreTogetherAndNamesTheFirstThatHasNoRoom() throws IOException {
    Path body = file("a".repeat(MIB));

    assertThatThrownBy(() -> read(12, body))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessage(
            "agent.yaml:7: targets[4].request.bodyFile: \"%s\": the bodies of all targets are"
                    .formatted(body)
                + " 12582912 bytes together, the limit is 4 MiB");
  }

  @Test
  void countsBytesAndNotCharacters() throws IOException {
    Path body = file("é".repeat(MIB / 2 + 1));

    assertThatThrownBy(() -> read(1, body)).hasMessageEndingWith("more than 1 MiB");
  }

  @Test
  void refusesWhatIsNoUtf8() throws IOException {
    Path body = Files.write(folder.resolve("body"), new byte[] {(byte) 0xc3, 'a'});

    assertThatThrownBy(() -> read(1, body)).hasMessageEndingWith("no readable file of UTF-8 text");
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("body"), text);
  }

  private static AgentSettings read(int targets, Path body) throws InvalidSettingsException {
    String text =
        IntStream.range(0, targets)
            .mapToObj(n ->
                "  - {name: t%d, url: 'http://h', request: {method: PUT, bodyFile: '%s'}}"
                    .formatted(n, body))
            .collect(Collectors.joining("\n", "collector: {address: 'h:1'}\ntargets:\n", "\n"));
    return SettingsFile.parse("agent.yaml", text, root -> AgentSettings.read(root, Map.of()));
  }
}
