// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web.replica;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import dev.zoneprobe.collector.merge.ZoneMatrix.Owned;
import dev.zoneprobe.collector.merge.ZoneMatrix.OwnerReport;
import dev.zoneprobe.collector.node.NodeSum;
import dev.zoneprobe.collector.node.RoleSum;
import dev.zoneprobe.measure.Label;
import dev.zoneprobe.measure.Protocol;
import dev.zoneprobe.measure.Subject.Owner;
import dev.zoneprobe.measure.interval.LatencyHistogram;
import dev.zoneprobe.wire.HistogramPayload;
import dev.zoneprobe.wire.InvalidFrameException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What collectors tell each other about agents and nodes, as JSON. Thread-safe.
final class ReplicaJson {
  private static final Gson GSON = new Gson();
  private static final Duration PATIENCE_OF_OLD = Duration.ofSeconds(60);
  private static final long MOST_SAMPLES = Long.MAX_VALUE;

  private ReplicaJson() {}

  /// Collectors of earlier versions tell no condition, and not how long an agent may be silent.
  private record AgentLine(
      String node,
      String zone,
      String boot,
      long lastSequence,
      String reported,
      @Nullable String silentFrom,
      @Nullable ConditionLine condition) {
    static AgentLine of(ClusterView.Agent agent) {
      return new AgentLine(
          agent.node(),
          agent.zone(),
          agent.boot(),
          agent.lastSequence(),
          agent.reported().toString(),
          agent.silentFrom().toString(),
          agent.condition().map(ConditionLine::of).orElse(null));
    }

    ClusterView.Agent agent() {
      return new ClusterView.Agent(
          Label.checked("node", node),
          Label.checked("zone", zone),
          boot,
          lastSequence,
          Instant.parse(reported),
          silentFrom == null
              ? Instant.parse(reported).plus(PATIENCE_OF_OLD)
              : Instant.parse(silentFrom),
          Optional.ofNullable(condition).map(ConditionLine::recent));
    }
  }

  /// Collectors of earlier versions do not tell when they were told: others are believed first.
  private record OwnerLine(
      String target,
      String protocol,
      @Nullable String team,
      @Nullable String service,
      @Nullable String reported) {
    static OwnerLine of(Owned owned, OwnerReport report) {
      return new OwnerLine(
          owned.target(),
          owned.protocol().label(),
          report.owner().team().orElse(null),
          report.owner().service().orElse(null),
          report.reported().toString());
    }

    Owned owned() {
      return new Owned(target, Label.of(List.of(Protocol.values()), protocol));
    }

    OwnerReport report() {
      return new OwnerReport(
          new Owner(Optional.ofNullable(team), Optional.ofNullable(service)),
          reported == null ? Instant.EPOCH : Instant.parse(reported));
    }
  }

  private record AgentsText(List<AgentLine> agents, List<OwnerLine> owners) {}

  private record RoleText(
      long attempts, long failures, long busy, long stalled, long sumNanos, String histogram) {}

  private record NodeLine(String node, String zone, RoleText source, RoleText destination) {}

  private record NodesText(String since, List<NodeLine> nodes) {}

  static String of(ClusterView.Agents agents) {
    return GSON.toJson(
        new AgentsText(
            agents.list().stream().map(AgentLine::of).toList(),
            agents.owners().entrySet().stream()
                .map(one -> OwnerLine.of(one.getKey(), one.getValue()))
                .toList()));
  }

  /// @throws IOException if `text` is not what [#of(ClusterView.Agents)] writes
  static ClusterView.Agents agents(byte[] text) throws IOException {
    return parsed(
        text,
        AgentsText.class,
        read -> {
          Map<Owned, OwnerReport> owners = new HashMap<>();
          read.owners().forEach(line -> owners.put(line.owned(), line.report()));
          return new ClusterView.Agents(
              read.agents().stream().map(AgentLine::agent).toList(), owners, List.of());
        });
  }

  static String of(ClusterView.Nodes nodes) {
    return GSON.toJson(
        new NodesText(
            nodes.since().toString(),
            nodes.sums().stream()
                .map(one ->
                    new NodeLine(
                        one.node(), one.zone(), text(one.source()), text(one.destination())))
                .toList()));
  }

  private static RoleText text(RoleSum role) {
    RoleSum.Counts counts = role.counts();
    return new RoleText(
        counts.attempts(),
        counts.failures(),
        counts.busy(),
        counts.stalled(),
        role.durations().sumNanos(),
        text(role.durations()));
  }

  private static String text(LatencyHistogram durations) {
    return durations.count() == 0
        ? ""
        : Base64.getEncoder().encodeToString(HistogramPayload.encode(durations));
  }

  /// @throws IOException if `text` is not what [#of(ClusterView.Nodes)] writes
  static ClusterView.Nodes nodes(byte[] text) throws IOException {
    return parsed(
        text,
        NodesText.class,
        read ->
            new ClusterView.Nodes(
                Instant.parse(read.since()),
                read.nodes().stream()
                    .map(line ->
                        new NodeSum(
                            Label.checked("node", line.node()),
                            Label.checked("zone", line.zone()),
                            role(line.source()),
                            role(line.destination())))
                    .toList(),
                List.of()));
  }

  private static RoleSum role(RoleText text) {
    return new RoleSum(
        new RoleSum.Counts(text.attempts(), text.failures(), text.busy(), text.stalled()),
        durations(text));
  }

  private static LatencyHistogram durations(RoleText text) {
    if (text.histogram().isEmpty()) {
      return new LatencyHistogram();
    }
    try {
      return HistogramPayload.decode(
          Base64.getDecoder().decode(text.histogram()), text.sumNanos(), MOST_SAMPLES);
    } catch (InvalidFrameException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @FunctionalInterface
  private interface Reading<T, R> {
    R of(T read);
  }

  /// What is not there is null, whatever the types say: that is a mistake of the sender too.
  private static <T, R> R parsed(byte[] text, Class<T> type, Reading<T, R> reading)
      throws IOException {
    try {
      return reading.of(GSON.fromJson(new String(text, StandardCharsets.UTF_8), type));
    } catch (JsonParseException
        | DateTimeException
        | IllegalArgumentException
        | NullPointerException e) {
      throw new IOException("not the answer of a collector", e);
    }
  }
}
