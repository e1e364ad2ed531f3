// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the variables of a dashboard have to keep to.
record VariableLint(JsonNode dashboard) {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{?(?!_)([a-z_]+)");
  private static final Pattern SELECTOR = Pattern.compile("\\{[^}]*}");

  /// Names of the variables that there are.
  Set<String> names() {
    return variables().map(variable -> variable.path("name").asText()).collect(Collectors.toSet());
  }

  List<String> faults() {
    List<String> faults = new ArrayList<>();
    Set<String> defined = names();
    Set<String> used = usedIn(dashboard.path("panels") + dashboard.path("templating").toString());
    used.stream()
        .filter(name -> !defined.contains(name))
        .forEach(name -> faults.add("undefined variable " + name));
    defined.stream()
        .filter(name -> !used.contains(name))
        .forEach(name -> faults.add("unused variable " + name));
    variables()
        .filter(variable -> variable.path("type").asText().equals("query"))
        .forEach(variable -> query(variable, faults));
    return faults;
  }

  private void query(JsonNode variable, List<String> faults) {
    if (variable.path("refresh").asInt() != 2) {
      faults.add("refresh");
    }
    if (!variable.path("allValue").asText().equals(takesEverything(variable) ? ".*" : "")) {
      faults.add("allValue of " + variable.path("name").asText());
    }
  }

  /// Whether "All" may be `.*`, which takes series without the label, too: not where it would take
  /// what a choice of another variable has left out of the list, and no query leaves out again.
  private boolean takesEverything(JsonNode variable) {
    String own = variable.path("name").asText();
    Set<String> others = usedIn(variable.at("/query/query").asText());
    return selectors()
        .map(VariableLint::usedIn)
        .filter(used -> used.contains(own))
        .allMatch(used -> used.containsAll(others));
  }

  private Stream<String> selectors() {
    Stream<String> queries =
        Stream.concat(
            dashboard.findValuesAsText("expr").stream(),
            variables().map(variable -> variable.at("/query/query").asText()));
    return queries.flatMap(query -> SELECTOR.matcher(query).results().map(MatchResult::group));
  }

  private Stream<JsonNode> variables() {
    return dashboard.at("/templating/list").valueStream();
  }

  private static Set<String> usedIn(String text) {
    return VARIABLE
        .matcher(text)
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toSet());
  }
}
