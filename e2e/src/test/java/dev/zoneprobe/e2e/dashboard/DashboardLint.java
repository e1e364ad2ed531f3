// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// What a dashboard has to keep to.
///
/// @param variables of every dashboard, by its `uid`
record DashboardLint(MetricCatalogue catalogue, Map<String, Set<String>> variables) {
  private static final Pattern LINK = Pattern.compile("/d/([a-z-]+)\\?(.*)");
  private static final Pattern LINKED = Pattern.compile("var-([a-z_]+)=");

  List<String> faults(JsonNode dashboard) {
    List<String> faults = new ArrayList<>();
    expect(dashboard.path("uid").asText().matches("zoneprobe-[a-z-]{1,30}"), "uid", faults);
    expect(dashboard.path("tags").toString().contains("\"zoneprobe\""), "tag", faults);
    expect(!dashboard.path("editable").asBoolean(true), "editable", faults);
    expect(dashboard.path("graphTooltip").asInt() == 1, "graphTooltip", faults);
    expect(!dashboard.has("id"), "id", faults);
    dataSource(dashboard.at("/templating/list/0"), faults);
    others(dashboard.at("/links/0"), faults);
    Set<String> taken = new HashSet<>();
    for (JsonNode panel : dashboard.path("panels")) {
      panel(panel, faults);
      place(panel.path("gridPos"), taken, faults);
    }
    faults.addAll(new VariableLint(dashboard).faults());
    return faults;
  }

  private static void dataSource(JsonNode variable, List<String> faults) {
    boolean sound =
        variable.path("type").asText().equals("datasource")
            && variable.path("name").asText().equals("datasource")
            && variable.path("label").asText().equals("Data source");
    expect(sound, "data source", faults);
  }

  /// The way to the other dashboards.
  private static void others(JsonNode link, List<String> faults) {
    boolean sound =
        link.path("type").asText().equals("dashboards")
            && link.path("tags").toString().contains("\"zoneprobe\"")
            && link.path("includeVars").asBoolean()
            && link.path("keepTime").asBoolean();
    expect(sound, "link to the others", faults);
  }

  private void panel(JsonNode panel, List<String> faults) {
    expect(!panel.path("title").asText().isBlank(), "title", faults);
    expect(panel.path("description").asText().length() > 20, "description", faults);
    expect(!panel.at("/fieldConfig/defaults/unit").asText().isBlank(), "unit", faults);
    expect(panel.at("/datasource/uid").asText().equals("${datasource}"), "datasource", faults);
    boolean heatmap = panel.path("type").asText().equals("heatmap");
    expect(!heatmap || panel.at("/options/calculate").isBoolean(), "heatmap", faults);
    panel.at("/fieldConfig/defaults/links").forEach(link -> link(link.path("url"), faults));
    Set<String> refIds = new HashSet<>();
    for (JsonNode target : panel.path("targets")) {
      expect(refIds.add(target.path("refId").asText()), "refId", faults);
      faults.addAll(new QueryLint(catalogue).faults(target));
      expect(!heatmap || target.path("format").asText().equals("heatmap"), "format", faults);
    }
  }

  private void link(JsonNode url, List<String> faults) {
    var link = LINK.matcher(url.asText());
    expect(link.matches() && url.asText().contains("${__url_time_range}"), "link", faults);
    if (link.matches()) {
      Set<String> known = variables.getOrDefault(link.group(1), Set.of());
      LINKED
          .matcher(link.group(2))
          .results()
          .forEach(match -> expect(known.contains(match.group(1)), "link variable", faults));
      expect(!known.isEmpty(), "link target", faults);
    }
  }

  private static void place(JsonNode at, Set<String> taken, List<String> faults) {
    int right = at.path("x").asInt() + at.path("w").asInt();
    expect(right <= 24, "outside the grid", faults);
    boolean free = true;
    for (int x = at.path("x").asInt(); x < right; x++) {
      for (int y = 0; y < at.path("h").asInt(); y++) {
        free &= taken.add(x + "," + (at.path("y").asInt() + y));
      }
    }
    expect(free, "overlap", faults);
  }

  private static void expect(boolean holds, String fault, List<String> faults) {
    if (!holds) {
      faults.add(fault);
    }
  }
}
