// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.trust;

import dev.zoneprobe.measure.Label;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The tokens of a file, as digests, and to whom each belongs. Immutable.
///
/// Empty lines, and those that begin with `#`, say nothing. What a lookup compares depends on the
/// digest of what it is given, which tells nobody how near a guess is.
public final class TokenList<T> {
  private static final long MAX_BYTES = 16 << 20;
  private static final int LEAST_LENGTH = 16;

  private final Map<TokenDigest, T> owners = new HashMap<>();

  private TokenList() {}

  /// Says to whom the token on a line belongs, or throws IllegalArgumentException.
  private interface Reader<T> {
    T owner(int line, List<String> words);
  }

  /// Reads a file whose lines are `token node`.
  ///
  /// @throws IllegalArgumentException naming file and line, and never a token
  public static TokenList<String> ofNodes(Path file) {
    return read(
        file,
        (_, words) -> {
          if (words.size() != 2) {
            throw new IllegalArgumentException("expected a token and its node");
          }
          return Label.checked("node", words.get(1));
        });
  }

  /// Reads a file whose lines are tokens that belong to nobody but their line.
  ///
  /// @throws IllegalArgumentException naming file and line, and never a token
  public static TokenList<Integer> ofLines(Path file) {
    return read(
        file,
        (line, words) -> {
          if (words.size() != 1) {
            throw new IllegalArgumentException("expected one token");
          }
          return line;
        });
  }

  private static <T> TokenList<T> read(Path file, Reader<T> reader) {
    TokenList<T> list = new TokenList<>();
    List<String> lines = lines(file);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        try {
          list.add(i + 1, List.of(line.split("\\s+", -1)), reader);
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException(file + ":" + (i + 1) + ": " + e.getMessage(), e);
        }
      }
    }
    if (list.owners.isEmpty()) {
      throw new IllegalArgumentException(file + ": no token in this file");
    }
    return list;
  }

  private static List<String> lines(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new IllegalArgumentException(file + ": larger than 16 MiB");
      }
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new IllegalArgumentException(file + ": no readable file of UTF-8 text", e);
    }
  }

  private void add(int line, List<String> words, Reader<T> reader) {
    String token = words.getFirst();
    T owner = reader.owner(line, words);
    if (token.length() < LEAST_LENGTH) {
      throw new IllegalArgumentException(
          "a token of less than " + LEAST_LENGTH + " characters can be guessed");
    }
    if (owners.putIfAbsent(new TokenDigest(token), owner) != null) {
      throw new IllegalArgumentException("the same token as on a line before");
    }
  }

  /// To whom `token` belongs; empty if it is not in the list.
  public Optional<T> owner(String token) {
    return Optional.ofNullable(owners.get(new TokenDigest(token)));
  }
}
