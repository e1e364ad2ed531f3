// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.reload;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/// What files held at one moment, told by a digest of each: a change is noticed however it was made
/// (decision 0017). A file that is not there or cannot be read is a content of its own.
record FileDigests(Map<Path, String> digests) {
  private static final String UNREADABLE = "";

  FileDigests {
    digests = Map.copyOf(digests);
  }

  /// Reads `files` now.
  static FileDigests of(Collection<Path> files) {
    return new FileDigests(
        files.stream().distinct().collect(Collectors.toMap(file -> file, FileDigests::digest)));
  }

  /// A pipe or a device would give its content away, or never end.
  private static String digest(Path file) {
    if (!Files.isRegularFile(file)) {
      return UNREADABLE;
    }
    MessageDigest digest = sha256();
    try (InputStream content = new DigestInputStream(Files.newInputStream(file), digest)) {
      content.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException _) {
      return UNREADABLE;
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  /// These and `others`; of a file that is in both, what it held here.
  FileDigests and(FileDigests others) {
    Map<Path, String> all = new HashMap<>(others.digests);
    all.putAll(digests);
    return new FileDigests(all);
  }

  /// The files of these that held something else `before`, or were not looked at then.
  Set<Path> changedSince(FileDigests before) {
    return digests.keySet().stream()
        .filter(file -> !Objects.equals(digests.get(file), before.digests.get(file)))
        .collect(Collectors.toUnmodifiableSet());
  }
}
