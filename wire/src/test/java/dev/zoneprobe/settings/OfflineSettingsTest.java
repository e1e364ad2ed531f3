// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OfflineSettingsTest {
  @TempDir private Path folder;

  /// What is read of the keys `body` and `key`, each the name of a file.
  private static List<Optional<String>> files(Section top) {
    return List.of(
        top.file("body", OfflineSettingsTest::text, _ -> "unread"),
        top.content("key", OfflineSettingsTest::text),
        top.file("directory").map(Path::toString));
  }

  private static String text(Path file) {
    throw new IllegalArgumentException("is looked at");
  }

  private OfflineSettings<List<Optional<String>>> readAlone(String text) throws Exception {
    Path file = Files.writeString(folder.resolve("settings.yaml"), text);
    return SettingsFile.readAlone(file, OfflineSettingsTest::files);
  }

  @Test
  void looksAtNoOtherFile() throws Exception {
    assertThat(readAlone("{body: /b, key: /k, directory: /d}").settings())
        .containsExactly(Optional.of("unread"), Optional.empty(), Optional.of("/d"));
  }

  @Test
  void namesThemInTheOrderInWhichTheyAreAskedFor() throws Exception {
    assertThat(readAlone("{directory: /d, key: /k, body: /b}").unreadLines())
        .containsExactly(
            "3 files and directories that it names were not read:",
            "  body: /b",
            "  key: /k",
            "  directory: /d");
  }

  @Test
  void saysThatOneOrNoneIsNamed() throws Exception {
    assertThat(readAlone("key: /k").unreadLines())
        .containsExactly("1 file or directory that it names was not read:", "  key: /k");
    assertThat(readAlone("{}").unreadLines()).containsExactly("it names no other files");
  }
}
