// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.dashboard;

import dev.zoneprobe.e2e.kit.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The metrics that a query may ask for, each with its labels: those of `docs/metrics.md`, and
/// those that the rules record, whose labels are not known here. A target that has an objective has
/// the series that a pair has.
record MetricCatalogue(Map<String, Set<String>> labels, Set<String> recorded) {
  private static final Pattern CODE = Pattern.compile("`([a-z_0-9 ]+)`");
  private static final Pattern RECORD = Pattern.compile("- record: (\\S+)");
  private static final Pattern METRIC =
      Pattern.compile("\\b(zoneprobe[_:][a-z0-9_:A-Z]+)(?:\\{([^}]*)})?");
  private static final Pattern GROUPING =
      Pattern.compile("\\b(?:by|on|group_left) \\(([a-z_, ]+)\\)|\\{\\{([a-z_]+)}}");

  /// Labels that rules and alerts have beside those of the metrics.
  private static final Set<String> OF_RULES =
      Set.of("alertname", "severity", "scope", "pair_class", "indicator");

  private static final Pattern MATCHER = Pattern.compile("([a-z_]+) *(?:=~|!~|!=|=)");

  static MetricCatalogue read() throws IOException {
    Map<String, Set<String>> labels = new TreeMap<>();
    for (String line : Files.readAllLines(Repository.root().resolve("docs/metrics.md"))) {
      String[] cells = line.split("\\|", -1);
      if (cells.length > 4 && cells[1].contains("`zoneprobe_")) {
        Set<String> own = new HashSet<>(codes(cells[3]));
        own.add("node");
        own.add("cluster");
        codes(cells[1]).forEach(name -> labels.put(name, own));
        if (cells[2].contains("histogram")) {
          Set<String> ofBuckets = new HashSet<>(own);
          ofBuckets.add("le");
          codes(cells[1]).forEach(name -> labels.put(name + "_bucket", ofBuckets));
        }
      }
    }
    Set<String> recorded = new HashSet<>();
    for (String file : List.of("recording-native.yaml", "slo.yaml")) {
      String text = Files.readString(Repository.root().resolve("dashboards/rules/" + file));
      RECORD.matcher(text).results().forEach(match -> recorded.add(match.group(1)));
    }
    Set<String> ofTargets =
        recorded.stream()
            .map(name -> name.replace("zoneprobe:pair_", "zoneprobe:target_"))
            .collect(Collectors.toSet());
    recorded.addAll(ofTargets);
    return new MetricCatalogue(labels, recorded);
  }

  /// What a query asks for that does not exist.
  List<String> unknownIn(String query) {
    List<String> unknown = new ArrayList<>();
    Matcher metric = METRIC.matcher(query);
    while (metric.find()) {
      String name = metric.group(1);
      if (!labels.containsKey(name) && !recorded.contains(name)) {
        unknown.add("unknown metric " + name);
      } else if (labels.containsKey(name) && metric.group(2) != null) {
        matchers(metric.group(2)).stream()
            .filter(label -> !labels.getOrDefault(name, Set.of()).contains(label))
            .forEach(label -> unknown.add("unknown label " + label + " of " + name));
      }
    }
    return unknown;
  }

  /// Labels that series are told apart by, in a query or in a legend, and that nothing has.
  List<String> unknownLabelsIn(String text) {
    return GROUPING
        .matcher(text)
        .results()
        .flatMap(match ->
            Stream.of((match.group(1) == null ? match.group(2) : match.group(1)).split(", *")))
        .filter(label -> !OF_RULES.contains(label))
        .filter(label -> labels.values().stream().noneMatch(of -> of.contains(label)))
        .map(label -> "unknown label " + label)
        .toList();
  }

  private static List<String> matchers(String selector) {
    return MATCHER.matcher(selector).results().map(match -> match.group(1)).toList();
  }

  private static List<String> codes(String cell) {
    return CODE.matcher(cell)
        .results()
        .flatMap(match -> List.of(match.group(1).split(" ", -1)).stream())
        .toList();
  }
}
