// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// What a query of a panel has to keep to.
record QueryLint(MetricCatalogue catalogue) {
  private static final Pattern RATE = Pattern.compile("(?:rate|increase)\\([^\\[]*\\[([^]]+)]");
  private static final String NATIVE = "zoneprobe_duration_seconds{";
  private static final String CLASSIC = "zoneprobe_duration_seconds_bucket{";

  /// With `or` alone, a server that has both kinds would show both.
  private static final Pattern EITHER =
      Pattern.compile(Pattern.quote(NATIVE) + ".* or on \\(\\) .*" + Pattern.quote(CLASSIC));

  List<String> faults(JsonNode target) {
    String query = target.path("expr").asText();
    List<String> faults = new ArrayList<>(catalogue.unknownIn(query));
    faults.addAll(catalogue.unknownLabelsIn(query + target.path("legendFormat").asText()));
    RATE.matcher(query)
        .results()
        .filter(match -> !match.group(1).equals("$__rate_interval"))
        .forEach(_ -> faults.add("rate interval"));
    if (query.contains(NATIVE) || query.contains(CLASSIC)) {
      histograms(target, query, faults);
    }
    return faults;
  }

  private static void histograms(JsonNode target, String query, List<String> faults) {
    if (!query.contains(NATIVE) || !query.contains(CLASSIC)) {
      faults.add("one kind of histograms");
    } else if (!EITHER.matcher(query).find()) {
      faults.add("both kinds of histograms at once");
    }
    if (!target.path("exemplar").asBoolean()) {
      faults.add("exemplar");
    }
  }
}
