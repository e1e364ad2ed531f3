// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web.page;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.function.BiConsumer;

/// Tells browsers what they must not do with any answer: run or load anything from elsewhere, run
/// scripts or apply styles that stand in a document, guess at types, show it within another site,
/// or tell others where they come from.
public final class BrowserRules implements Handler {
  private static final String CONTENT =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:;"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  @Override
  public void handle(Context request) {
    tell(request::header);
  }

  /// Gives `header` the name and the value of each header that says so.
  public static void tell(BiConsumer<String, String> header) {
    header.accept("Content-Security-Policy", CONTENT);
    header.accept("X-Content-Type-Options", "nosniff");
    header.accept("Referrer-Policy", "no-referrer");
    header.accept("Cross-Origin-Opener-Policy", "same-origin");
    header.accept("Cross-Origin-Resource-Policy", "same-origin");
    header.accept("X-Frame-Options", "DENY");
  }
}
