// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.store;

import dev.zoneprobe.collector.store.table.StoreException;
import dev.zoneprobe.collector.store.table.StoreException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Stores that were damaged, beside the one in use, for somebody to look at: the latest three, so
/// that a bad disk does not fill itself.
final class DamagedStores {
  private static final Logger LOG = LoggerFactory.getLogger(DamagedStores.class);
  private static final int KEPT = 3;
  private static final List<String> SUFFIXES = List.of("", "-wal", "-shm");
  private static final DateTimeFormatter WHEN =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final Path file;
  private final String prefix;

  /// @param file of the store that is in use
  DamagedStores(Path file) {
    this.file = file;
    prefix = file.getFileName() + ".damaged-";
  }

  /// Moves the store in use here, where nobody opens it any more; tells where that is.
  Path add(Instant now) throws StoreException {
    Path damaged = file.resolveSibling(prefix + WHEN.format(now));
    try {
      for (String suffix : SUFFIXES) {
        if (Files.exists(part(file, suffix))) {
          Files.move(part(file, suffix), part(damaged, suffix));
        }
      }
      deleteAllButTheLatest();
    } catch (IOException e) {
      throw new StoreException(
          Reason.READ_ONLY, file + " is damaged and cannot be set aside: " + e.getMessage());
    }
    return damaged;
  }

  private void deleteAllButTheLatest() throws IOException {
    List<Path> stores = oldestFirst();
    for (Path store : stores.subList(0, Math.max(0, stores.size() - KEPT))) {
      for (String suffix : SUFFIXES) {
        Files.deleteIfExists(part(store, suffix));
      }
      LOG.warn("{}, set aside earlier, is deleted: {} are kept", store, KEPT);
    }
  }

  private List<Path> oldestFirst() throws IOException {
    try (Stream<Path> siblings = Files.list(file.toAbsolutePath().getParent())) {
      return siblings
          .filter(sibling -> sibling.getFileName().toString().matches("\\Q" + prefix + "\\E\\w+"))
          .sorted()
          .toList();
    }
  }

  private static Path part(Path store, String suffix) {
    return store.resolveSibling(store.getFileName() + suffix);
  }
}
