// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.settings.InvalidSettingsException;
import dev.zoneprobe.settings.SettingsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ConfigurationDocumentTest {
  private static final Path DOCUMENT = Path.of("../docs/configuration.md");
  private static final Pattern ROW = Pattern.compile("\\| `([^`]+)` \\| `?([^|`]+?)`? \\| .*");

  @Test
  void listsEveryKeyOfTheCollectorWithItsDefault() throws IOException, InvalidSettingsException {
    SortedMap<String, String> documented = new TreeMap<>();
    String document = Files.readString(DOCUMENT);

    document
        .substring(document.indexOf("## Collector"))
        .lines()
        .map(ROW::matcher)
        .filter(Matcher::matches)
        .forEach(row -> documented.put(row.group(1), row.group(2).replaceAll("^none$", "")));

    assertThat(documented)
        .isEqualTo(
            SettingsFile.keysAskedFor(
                "peers: [{node: a, zone: z, host: h}]", CollectorFile::settings));
  }
}
