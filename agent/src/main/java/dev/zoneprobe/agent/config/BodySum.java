// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.config;

import dev.zoneprobe.settings.Section;
import java.util.Optional;
import java.util.function.Consumer;
import okio.ByteString;

/// The bodies of all requests of one configuration, which its targets hold as long as it is in
/// force: no more of them are kept than may be together.
final class BodySum {
  private static final int MOST_BYTES = 4 << 20;

  private long bytes;
  private Optional<Consumer<String>> firstWithoutRoom = Optional.empty();

  /// Counts the body that is the value of `key`, and returns it while there is room for it.
  Optional<ByteString> count(ByteString body, Section section, String key) {
    bytes += body.size();
    if (bytes <= MOST_BYTES) {
      return Optional.of(body);
    }
    if (firstWithoutRoom.isEmpty()) {
      firstWithoutRoom = Optional.of(problem -> section.mistake(key, problem));
    }
    return Optional.empty();
  }

  /// When all are counted: notes a mistake at the first that there was no room for.
  void refuseTooMany() {
    firstWithoutRoom.ifPresent(mistake ->
        mistake.accept(
            "the bodies of all targets are %d bytes together, the limit is 4 MiB"
                .formatted(bytes)));
  }
}
