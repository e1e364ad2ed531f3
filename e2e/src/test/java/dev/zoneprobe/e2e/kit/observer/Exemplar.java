// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.kit.observer;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One exemplar of a scrape in OpenMetrics text, the only text format that has them.
///
/// @param series name and labels of the sample that it stands behind, as they were written
/// @param labels its own labels, as they were written
public record Exemplar(String series, String labels, double value) {
  private static final Pattern LINE =
      Pattern.compile("(?<series>.*) \\S+ # \\{(?<labels>.*)} (?<value>\\S+)(?: \\S+)?");
  private static final Pattern ATTEMPT_ID = Pattern.compile("attempt_id=\"(\\w+)\"");

  /// Asks `uri` for its metrics, and returns all exemplars in them.
  public static List<Exemplar> of(URI uri) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(uri)
              .header("Accept", "application/openmetrics-text;version=1.0.0")
              .build();
      return client
          .send(request, BodyHandlers.ofString())
          .body()
          .lines()
          .map(LINE::matcher)
          .filter(Matcher::matches)
          .map(Exemplar::of)
          .toList();
    }
  }

  private static Exemplar of(Matcher line) {
    return new Exemplar(
        line.group("series"), line.group("labels"), Sample.number(line.group("value")));
  }

  /// Whether it stands behind a series with this label.
  public boolean has(String label, String value) {
    return series.contains(label + "=\"" + value + "\"");
  }

  /// The attempt that it points to.
  public String attemptId() {
    Matcher id = ATTEMPT_ID.matcher(labels);
    if (!id.find()) {
      throw new IllegalStateException("points to no attempt: " + this);
    }
    return id.group(1);
  }
}
