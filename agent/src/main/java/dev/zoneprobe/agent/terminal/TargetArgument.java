// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.terminal;

import dev.zoneprobe.agent.config.TargetReader;
import dev.zoneprobe.agent.target.Endpoint.Tls;
import dev.zoneprobe.agent.target.Target;
import dev.zoneprobe.measure.Connection;
import java.util.Set;
import java.util.regex.Pattern;

/// A target as a person writes it on a command line.
public final class TargetArgument {
  /// The forms that there are, one a line, for a help text.
  public static final String FORMS =
      """
      %n  tcp://host:port\
      %n  dns:///name, dns://nameserver/name?type=AAAA\
      %n  http://host/path, https://host/path\
      %n  grpc://host:port, grpc://host:port/service, and so with grpcs://\
      """;

  private static final Pattern HOST_AND_PORT = Pattern.compile("(\\[[^]/]+]|[^:/]+):\\d+");

  private TargetArgument() {}

  /// The target at `text`.
  ///
  /// @throws IllegalArgumentException repeating `text` and saying what is wrong with it
  public static Target parse(
      String text, Target.Timing timing, Set<Connection> connections, Tls tls) {
    if (!text.contains("://")) {
      throw new IllegalArgumentException(
          text + ": no scheme; did you mean " + scheme(text) + "://" + text + "?");
    }
    try {
      return TargetReader.ofUrl(text, timing, connections, tls);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(text + ": " + e.getMessage(), e);
    }
  }

  private static String scheme(String text) {
    return HOST_AND_PORT.matcher(text).matches() ? "tcp" : "https";
  }
}
