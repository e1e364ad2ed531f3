// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.settings;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;

/// What a settings file says by itself, on a machine that has nothing of what it names.
///
/// @param settings fit to be shown and nothing else: what other files hold is missing in them
/// @param unread the files and directories that were left alone, by the key that names each
public record OfflineSettings<T>(T settings, SequencedMap<String, Path> unread) {
  /// Copies the paths.
  public OfflineSettings {
    unread = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(unread));
  }

  /// What was not read, for a person: how much it is, and a line each.
  public List<String> unreadLines() {
    return Stream.concat(
            Stream.of(heading(unread.size())),
            unread.sequencedEntrySet().stream()
                .map(named -> "  " + named.getKey() + ": " + named.getValue()))
        .toList();
  }

  private static String heading(int count) {
    return switch (count) {
      case 0 -> "it names no other files";
      case 1 -> "1 file or directory that it names was not read:";
      default -> count + " files and directories that it names were not read:";
    };
  }
}
