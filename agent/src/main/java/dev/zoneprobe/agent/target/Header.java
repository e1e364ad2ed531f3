// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.target;

import java.nio.file.Path;
import java.util.regex.Pattern;

/// One header of a request: an HTTP header, or an entry of gRPC metadata.
///
/// Its text form leaves the value out, which may be a secret.
public record Header(String name, Value value) {
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Pattern TEXT = Pattern.compile("[\\t\\x20-\\x7e]*");

  /// Refuses what is no header name (RFC 9110 section 5.1).
  public Header {
    if (!TOKEN.matcher(name).matches()) {
      throw new IllegalArgumentException("not a header name: " + name);
    }
  }

  /// Where the value comes from.
  public sealed interface Value {}

  /// A value as it stands.
  public record Text(String text) implements Value {
    /// Refuses what cannot be sent, without telling what it is.
    public Text {
      if (!isSendable(text)) {
        throw new IllegalArgumentException("a value that no header can have");
      }
    }
  }

  /// The content of a file, without white space around it.
  public record Content(Path file) implements Value {}

  /// Whether `text` can be the value of a header: printable ASCII, blanks and tabs.
  public static boolean isSendable(String text) {
    return TEXT.matcher(text).matches();
  }

  @Override
  public String toString() {
    return name;
  }
}
