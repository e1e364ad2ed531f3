// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The files of the page, as they are in the jar: `index.html`, and those that it names. No others
/// can be asked for, whatever else is on the class path. Immutable.
final class PageFiles {
  private static final Pattern NAMED = Pattern.compile("\\{page}/([a-z0-9./-]+)");
  private static final int EDITION_DIGITS = 16;

  private final Map<String, PageFile> files = new TreeMap<>();
  private final String edition;
  private final PageFile index;

  /// @param path under which the files will be, before their edition
  PageFiles(String path) {
    String text = new String(read("index.html"), UTF_8);
    NAMED
        .matcher(text)
        .results()
        .map(named -> named.group(1))
        .forEach(name -> files.put(name, new PageFile(name, read(name))));
    MessageDigest digest = sha256();
    digest.update(text.getBytes(UTF_8));
    files.values().forEach(file -> digest.update(file.content()));
    edition = HexFormat.of().formatHex(digest.digest()).substring(0, EDITION_DIGITS);
    String linked = text.replace("{page}", path + "/" + edition);
    index = new PageFile("index.html", linked.getBytes(UTF_8));
  }

  private static byte[] read(String name) {
    try (InputStream file = PageFiles.class.getResourceAsStream(name)) {
      if (file == null) {
        throw new IllegalStateException("the page names " + name + ", which is not there");
      }
      return file.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  PageFile index() {
    return index;
  }

  Optional<PageFile> file(String name) {
    return Optional.ofNullable(files.get(name));
  }

  /// Changes whenever any of the files does.
  String edition() {
    return edition;
  }
}
