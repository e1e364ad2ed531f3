// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web;

import dev.zoneprobe.collector.web.view.ViewPages;
import dev.zoneprobe.recall.AttemptPages;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/// Everything under `/api/v1`, as `openapi.yaml` describes it.
///
/// @param attempts single ones
/// @param views of the past minutes and of the system
public record Api(AttemptPages attempts, ViewPages views) {
  private static final String DESCRIPTION = "/api/v1/openapi.yaml";

  void configure(JavalinConfig config) {
    config.routes.get(
        AttemptPages.PATH, context -> send(context, attempts.list(context.queryParamMap())));
    config.routes.get(
        AttemptPages.PATH + "/{id}",
        context -> send(context, attempts.one(context.pathParam("id"))));
    views.byPath().forEach((path, page) -> config.routes.get(path, handler(page)));
    config.routes.get(DESCRIPTION, Api::describe);
  }

  private static void send(Context context, AttemptPages.Answer answer) {
    context.status(answer.status()).contentType(AttemptPages.CONTENT_TYPE).result(answer.json());
  }

  private static Handler handler(Function<Map<String, List<String>>, ViewPages.Answer> page) {
    return context -> {
      ViewPages.Answer answer = page.apply(context.queryParamMap());
      context.header("Cache-Control", "no-store");
      context.status(answer.status()).contentType(answer.contentType()).result(answer.body());
    };
  }

  private static void describe(Context context) throws IOException {
    try (InputStream file = Api.class.getResourceAsStream("openapi.yaml")) {
      context.contentType("application/yaml").result(Objects.requireNonNull(file).readAllBytes());
    }
  }
}
