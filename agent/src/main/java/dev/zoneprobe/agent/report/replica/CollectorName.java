// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.report.replica;

import dev.zoneprobe.settings.Range;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Where collectors are, as the operator says: a host, which may have several addresses, and a
/// port.
///
/// @param host a name, or a literal address; of IPv6 in brackets
public record CollectorName(String host, int port) {
  private static final Pattern FORM = Pattern.compile("([^:,\\s]+|\\[[0-9A-Fa-f:.]+]):\\d{1,5}");
  private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");

  /// Reads `host:port`, or several with commas between.
  ///
  /// @throws IllegalArgumentException with what is wrong
  public static List<CollectorName> list(String text) {
    return Stream.of(COMMA.split(text.strip(), -1)).map(CollectorName::parse).distinct().toList();
  }

  private static CollectorName parse(String text) {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("expected host:port");
    }
    int colon = text.lastIndexOf(':');
    int port = Range.PORT.checked(Integer.parseInt(text.substring(colon + 1)));
    return new CollectorName(text.substring(0, colon), port);
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
