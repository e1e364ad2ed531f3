// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Answers 501 to methods that HTTP does not have, which Javalin would take for a defect of its own
/// (RFC 9110 section 9.1).
final class KnownMethods extends Handler.Wrapper {
  private static final Set<String> METHODS =
      Arrays.stream(HttpMethod.values()).map(HttpMethod::asString).collect(Collectors.toSet());

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (METHODS.contains(request.getMethod())) {
      return super.handle(request, response, callback);
    }
    Response.writeError(request, response, callback, HttpStatus.NOT_IMPLEMENTED_501);
    return true;
  }
}
