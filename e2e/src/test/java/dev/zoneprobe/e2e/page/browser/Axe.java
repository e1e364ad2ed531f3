// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.page.browser;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/// The accessibility checker axe-core, as scripts to run in a page.
final class Axe {
  /// Tells each violation and where it is.
  static final String RUN =
      """
      const done = arguments[arguments.length - 1];
      axe.run(document).then(
        result => done(result.violations.map(
          rule => rule.id + ': ' + rule.help + ' ' + rule.nodes.slice(0, 3).map(
            node => node.html.slice(0, 200) + ' ' + node.failureSummary).join(' | '))),
        failure => done([String(failure)]));
      """;

  private static final String FILE = "/axe.min.js";

  private Axe() {}

  /// Its source, which defines `axe`.
  static String source() {
    try (InputStream file = Objects.requireNonNull(Axe.class.getResourceAsStream(FILE))) {
      return new String(file.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
