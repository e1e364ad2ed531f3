// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.telemetry;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What stands behind the question mark of a request; the JDK's server leaves that to us.
final class RequestParameters {
  private RequestParameters() {}

  /// The values of each parameter, in their order; one without `=` is empty.
  static Map<String, List<String>> of(URI request) {
    String query = Optional.ofNullable(request.getRawQuery()).orElse("");
    return Stream.of(query.split("&", -1))
        .filter(part -> !part.isEmpty())
        .map(part -> part.split("=", 2))
        .collect(
            groupingBy(
                part -> decoded(part[0]),
                mapping(part -> part.length == 1 ? "" : decoded(part[1]), toList())));
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
