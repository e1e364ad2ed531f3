// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web;

import dev.zoneprobe.collector.web.attempt.MergedAttempts;
import dev.zoneprobe.collector.web.replica.Replicas;
import dev.zoneprobe.collector.web.view.Answer;
import dev.zoneprobe.collector.web.view.ViewDesk;
import dev.zoneprobe.recall.AttemptPages;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;

/// Everything under `/api/v1`, as `openapi.yaml` describes it.
///
/// @param attempts single ones, of all collectors
/// @param views of the past minutes and of the system
/// @param store names the store of this collector, which may have several addresses
public record Api(MergedAttempts attempts, ViewDesk views, String store) {
  private static final String DESCRIPTION = "/api/v1/openapi.yaml";

  /// Who is told to be too early had better wait so long.
  private static final String SECONDS_TO_WAIT = "5";

  void configure(JavalinConfig config) {
    config.routes.before("/api/v1/*", this::introduce);
    config.routes.before("/api/v1/*", Api::refuseMalformed);
    config.routes.get(
        AttemptPages.PATH,
        context -> send(context, attempts.list(context.queryParamMap(), reader(context))));
    config.routes.get(
        AttemptPages.PATH + "/{id}",
        context -> send(context, attempts.one(context.pathParam("id"), reader(context))));
    views.paths().forEach(path -> config.routes.get(path, handler(path)));
    config.routes.get(DESCRIPTION, Api::describe);
  }

  /// Tells other collectors whom they asked.
  private void introduce(Context context) {
    if (asker(context).isPresent()) {
      context.header(Replicas.STORE, store);
    }
  }

  /// Javalin leaves a parameter out that cannot be decoded: its sender would take the answer for
  /// one to what was asked.
  private static void refuseMalformed(Context context) {
    try {
      String _ = URLDecoder.decode(String.valueOf(context.queryString()), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      send(context, AttemptPages.problem(400, "the query cannot be read: " + e.getMessage()));
      var _ = context.skipRemainingHandlers();
    }
  }

  private static MergedAttempts.Reader reader(Context context) {
    return new MergedAttempts.Reader(authorization(context), asker(context));
  }

  private static Optional<String> authorization(Context context) {
    return Optional.ofNullable(context.header("Authorization"));
  }

  private static Optional<String> asker(Context context) {
    return Optional.ofNullable(context.header(Replicas.ASKER));
  }

  private static void send(Context context, AttemptPages.Answer answer) {
    context.header("Cache-Control", "no-store");
    context.status(answer.status()).contentType(AttemptPages.CONTENT_TYPE).result(answer.json());
  }

  private Handler handler(String path) {
    return context -> {
      Answer answer = views.answer(path, request(context));
      context.header("Cache-Control", "no-store");
      if (answer.status() == 503) {
        context.header("Retry-After", SECONDS_TO_WAIT);
      }
      context
          .status(answer.status())
          .contentType(answer.contentType())
          .result(answer.body().newInput());
    };
  }

  private static ViewDesk.Request request(Context context) {
    return new ViewDesk.Request(context.queryParamMap(), authorization(context), asker(context));
  }

  private static void describe(Context context) throws IOException {
    try (InputStream file = Api.class.getResourceAsStream("openapi.yaml")) {
      context.contentType("application/yaml").result(Objects.requireNonNull(file).readAllBytes());
    }
  }
}
