// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.kit.observer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.zoneprobe.e2e.kit.JavaProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/// What the agent's command `probe` reported: one run of it as a process, asked for JSON.
public final class ProbeReport {
  private final int exitCode;
  private final JsonNode targets;

  private ProbeReport(int exitCode, JsonNode targets) {
    this.exitCode = exitCode;
    this.targets = targets;
  }

  /// Probes with these arguments, and waits for the end.
  ///
  /// @throws IllegalStateException with what it printed, if that is no report
  public static ProbeReport of(String... arguments) {
    List<String> line = new ArrayList<>(List.of("probe", "--json"));
    line.addAll(List.of(arguments));
    try (JavaProgram agent = JavaProgram.agent(line.toArray(String[]::new))) {
      int exitCode = agent.awaitExit();
      return new ProbeReport(exitCode, new ObjectMapper().readTree(agent.output()).get("targets"));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("not a report", e);
    }
  }

  public int exitCode() {
    return exitCode;
  }

  /// How many attempts of this target ended.
  public int attempts(String url) {
    return target(url).get("attempts").asInt();
  }

  /// How many attempts of this target succeeded.
  public int successes(String url) {
    return target(url).get("successes").asInt();
  }

  /// How many attempts of this target failed, by reason.
  public Map<String, Integer> failures(String url) {
    return counts(target(url).get("failures"));
  }

  /// How many queries the lookups of this target wrote.
  public int queries(String url) {
    return target(url).at("/lookups/queries").asInt();
  }

  /// The lookups of this target by response code.
  public Map<String, Integer> rcodes(String url) {
    return counts(target(url).at("/lookups/rcodes"));
  }

  /// The lookups of this target by nameserver.
  public Map<String, Integer> nameservers(String url) {
    return counts(target(url).at("/lookups/nameservers"));
  }

  /// The kinds of connection that attempts of this target had.
  public Set<String> connections(String url) {
    return names(target(url).get("connections"));
  }

  /// The phases that attempts of this target over this kind of connection had.
  public Set<String> phases(String url, String connection) {
    return names(target(url).at("/connections/" + connection));
  }

  /// How many durations of a phase were recorded.
  public int count(String url, String connection, String phase) {
    return phase(url, connection, phase).get("count").asInt();
  }

  /// A quantile of a phase in milliseconds.
  public double quantileMillis(String url, String connection, String phase, String quantile) {
    return phase(url, connection, phase).get("quantiles").get(quantile).asDouble() * 1e3;
  }

  /// The mean of a phase in milliseconds.
  public double meanMillis(String url, String connection, String phase) {
    JsonNode node = phase(url, connection, phase);
    return node.get("sum").asDouble() / node.get("count").asInt() * 1e3;
  }

  private JsonNode phase(String url, String connection, String phase) {
    return target(url).at("/connections/" + connection + "/" + phase);
  }

  private JsonNode target(String url) {
    return StreamSupport.stream(targets.spliterator(), false)
        .filter(target -> target.get("target").asText().equals(url))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no target " + url + " in " + targets));
  }

  private static Map<String, Integer> counts(JsonNode node) {
    Map<String, Integer> counts = new TreeMap<>();
    node.properties().forEach(entry -> counts.put(entry.getKey(), entry.getValue().asInt()));
    return counts;
  }

  private static Set<String> names(JsonNode node) {
    Set<String> names = new TreeSet<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
