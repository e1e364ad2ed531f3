// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.target;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import okio.ByteString;

/// What is asked of an HTTP resource.
///
/// @param headers beside those that a probe sends by itself, or in their place
/// @param body as it is sent; absent: none
public record HttpRequest(String method, List<Header> headers, Optional<ByteString> body) {
  /// Methods that can be probed with.
  public static final List<String> METHODS =
      List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  private static final Set<String> WITHOUT_BODY = Set.of("GET", "HEAD", "OPTIONS");
  private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");
  private static final Set<String> NOT_IDEMPOTENT = Set.of("POST", "PATCH");

  /// A plain GET.
  public static final HttpRequest GET = new HttpRequest("GET", List.of(), Optional.empty());

  /// Refuses an unknown method, and a body where the method has none.
  public HttpRequest {
    headers = List.copyOf(headers);
    if (!METHODS.contains(method)) {
      throw new IllegalArgumentException("expected one of " + String.join(", ", METHODS));
    }
    if (body.isPresent() && WITHOUT_BODY.contains(method)) {
      throw new IllegalArgumentException("a " + method + " request has no body");
    }
  }

  /// Whether a body is sent, be it an empty one.
  public boolean hasBody() {
    return body.isPresent() || WITH_BODY.contains(method);
  }

  /// Whether it may be sent again when nobody knows if it arrived (RFC 9110 section 9.2.2).
  public boolean isRepeatable() {
    return !NOT_IDEMPOTENT.contains(method);
  }

  /// Leaves out the body, and the values of headers: they may be secrets.
  @Override
  public String toString() {
    String sent = headers.isEmpty() ? "" : " with headers " + headers;
    return method + sent + body.map(bytes -> " and a body of " + bytes.size()).orElse("");
  }
}
