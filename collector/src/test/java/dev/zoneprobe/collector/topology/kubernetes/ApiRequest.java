// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.topology.kubernetes;

import com.sun.net.httpserver.HttpExchange;
import java.util.List;
import java.util.Locale;

/// A request to Kubernetes' API in the words in which a Role grants it.
///
/// @param group empty for the core API
public record ApiRequest(String group, String resource, String verb) {
  /// The path is `/api/v1/…` or `/apis/GROUP/VERSION/…`, then perhaps `namespaces/NAME`, then the
  /// resource, then perhaps the name of one object.
  static ApiRequest of(HttpExchange exchange) {
    List<String> path = List.of(exchange.getRequestURI().getPath().substring(1).split("/", -1));
    boolean core = path.getFirst().equals("api");
    List<String> below = from(core ? 2 : 3, path);
    List<String> rest = below.getFirst().equals("namespaces") ? from(2, below) : below;
    return new ApiRequest(
        core ? "" : from(1, path).getFirst(), rest.getFirst(), verb(exchange, rest));
  }

  private static String verb(HttpExchange exchange, List<String> resource) {
    String method = exchange.getRequestMethod().toLowerCase(Locale.ROOT);
    if (!method.equals("get") || resource.size() > 1) {
      return method;
    }
    return String.valueOf(exchange.getRequestURI().getQuery()).contains("watch=true")
        ? "watch"
        : "list";
  }

  private static List<String> from(int begin, List<String> path) {
    return begin < path.size() ? path.subList(begin, path.size()) : List.of("");
  }
}
