// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.watch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// What a file held at one moment: a change is noticed however it was made (decision 0017). That
/// there is no file, or none that can be read, is a content of its own.
public record ContentDigest(String hex) {
  private static final ContentDigest UNREADABLE = new ContentDigest("");

  /// Reads `file` now, unless it is a pipe or a device, which would give its content away.
  public static ContentDigest of(Path file) {
    if (!Files.isRegularFile(file)) {
      return UNREADABLE;
    }
    MessageDigest digest = sha256();
    try (InputStream content = new DigestInputStream(Files.newInputStream(file), digest)) {
      content.transferTo(OutputStream.nullOutputStream());
      return new ContentDigest(HexFormat.of().formatHex(digest.digest()));
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
}
