// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.deploy.rule;

import static dev.zoneprobe.deploy.rule.Rule.ofContainers;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zoneprobe.agent.config.AgentSettings;
import dev.zoneprobe.collector.config.CollectorSettings;
import dev.zoneprobe.collector.store.StoreSettings;
import dev.zoneprobe.deploy.manifest.Json;
import dev.zoneprobe.deploy.manifest.Manifest;
import dev.zoneprobe.deploy.manifest.Overlay;
import dev.zoneprobe.deploy.manifest.Repository;
import dev.zoneprobe.deploy.manifest.Workload;
import dev.zoneprobe.deploy.program.Program;
import dev.zoneprobe.deploy.program.ProgramText;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// That manifests and programs mean the same ports, files, variables and metrics.
final class Programs {
  private static final Pattern METRIC = Pattern.compile("zoneprobe_[a-z0-9_]+");
  private static final Pattern PART_OF_A_HISTOGRAM = Pattern.compile("_(bucket|count|sum)$");
  private static final Pattern LABELS =
      Pattern.compile("(?m)^\\| `zoneprobe_\\w+` \\| \\w+ \\| `([^`]+)` \\|");

  /// What Prometheus Operator labels a target of each kind with; a series that has such a label
  /// loses it, unless the monitor honours it.
  private static final Map<String, Set<String>> LABELS_OF_TARGETS =
      Map.of(
          "ServiceMonitor",
          Set.of("namespace", "service", "pod", "container", "endpoint", "job", "instance"),
          "PodMonitor",
          Set.of("namespace", "pod", "container", "endpoint", "job", "instance"));

  private static final Set<String> READ_BY_OTHERS = Set.of("_JAVA_OPTIONS", "POD_NAMESPACE");

  /// What it takes until no plan and no Service leads to an agent that is about to end.
  private static final Duration UNTIL_EVERYBODY_KNOWS = Duration.ofSeconds(5);

  private Programs() {}

  static Stream<Rule> rules() {
    return Stream.of(
        new Rule("configuration-refused", Programs::refusals),
        new Rule("port-differs", Programs::strangePorts),
        new Rule("collector-address-wrong", Programs::wrongAddresses),
        new Rule("drain-too-short", Programs::hastyAgents),
        new Rule("state-not-on-volume", Programs::lostState),
        new Rule("store-not-of-volume-size", Programs::misfitStores),
        new Rule("topology-differs", Programs::wrongTopology),
        new Rule("replicas-out-of-sight", Programs::hiddenReplicas),
        ofContainers("variable-not-read", Programs::hasUnreadVariable),
        ofContainers("health-path-unknown", Programs::asksUnknownPath),
        new Rule("scrape-annotation-wrong", Programs::wrongAnnotations),
        new Rule("scrape-label-clash", Programs::clashingLabels),
        new Rule("metric-unknown", Programs::unknownMetrics));
  }

  private static Stream<String> refusals(Overlay overlay) {
    return Stream.concat(
            Program.agent(overlay).map(Program::mistakes).stream(),
            Program.collector(overlay).map(Program::mistakes).stream())
        .filter(mistakes -> !mistakes.isEmpty());
  }

  private static Map<String, Integer> ports(AgentSettings agent) {
    return Map.of(
        "http", agent.responder().httpPort(),
        "grpc", agent.responder().grpcPort(),
        "tcp", agent.responder().tcpPort(),
        "admin", agent.admin().port());
  }

  private static Map<String, Integer> ports(CollectorSettings collector) {
    return Map.of(
        "grpc", collector.ingest().entrance().address().getPort(),
        "http", collector.web().address().getPort());
  }

  private static Map<String, Integer> ports(Workload workload) {
    Map<String, Integer> ports = new TreeMap<>();
    workload
        .ports()
        .forEach(port -> ports.put(port.path("name").asText(), port.path("containerPort").asInt()));
    return ports;
  }

  private static Stream<String> strangePorts(Overlay overlay) {
    return Stream.concat(
        Program.agent(overlay)
            .filter(agent ->
                agent.settings().filter(a -> !ports(a).equals(ports(agent.workload()))).isPresent())
            .map(agent -> agent.workload().id())
            .stream(),
        Program.collector(overlay)
            .filter(one ->
                one.settings().filter(c -> !ports(c).equals(ports(one.workload()))).isPresent())
            .map(one -> one.workload().id())
            .stream());
  }

  private static Stream<String> hastyAgents(Overlay overlay) {
    return Program.agent(overlay)
        .filter(agent -> agent.settings().filter(Programs::endsBeforeEverybodyKnows).isPresent())
        .map(agent -> agent.workload().id())
        .stream();
  }

  private static boolean endsBeforeEverybodyKnows(AgentSettings agent) {
    return agent.responder().drain().compareTo(UNTIL_EVERYBODY_KNOWS) < 0;
  }

  /// Agents name each replica once, so that zones keep their collector through restarts.
  private static Stream<String> wrongAddresses(Overlay overlay) {
    Optional<AgentSettings> agent = Program.agent(overlay).flatMap(Program::settings);
    return Program.collector(overlay).stream()
        .map(Program::workload)
        .filter(pods -> agent.filter(settings -> !names(settings).equals(names(pods))).isPresent())
        .map(Workload::id);
  }

  private static List<String> names(AgentSettings agent) {
    return agent.report().collectors().stream()
        .map(name -> name.host() + ":" + name.port())
        .toList();
  }

  private static List<String> names(Workload replicas) {
    Manifest set = replicas.manifest();
    return IntStream.range(0, set.at("/spec/replicas").asInt(1))
        .mapToObj(i ->
            "%s-%d.%s:%d"
                .formatted(
                    set.name(),
                    i,
                    set.at("/spec/serviceName").asText(),
                    ports(replicas).get("grpc")))
        .toList();
  }

  /// What has to survive a restart is on a volume that can be written to.
  private static Stream<String> lostState(Overlay overlay) {
    return Stream.concat(
        Program.agent(overlay).stream()
            .filter(agent ->
                agent
                    .settings()
                    .filter(a -> !isKept(agent, a.report().stateDirectory()))
                    .isPresent())
            .map(agent -> agent.workload().id()),
        Program.collector(overlay).stream()
            .filter(
                one -> one.settings().filter(c -> !isKept(one, c.store().directory())).isPresent())
            .map(one -> one.workload().id()));
  }

  private static boolean isKept(Program<?> program, Optional<Path> folder) {
    return folder.filter(path -> isWritable(program.workload(), path)).isPresent();
  }

  private static boolean isWritable(Workload workload, Path path) {
    return mounts(workload, path).anyMatch(mount -> !mount.path("readOnly").asBoolean());
  }

  private static Stream<JsonNode> mounts(Workload workload, Path path) {
    return Json.each(workload.container().path("volumeMounts"))
        .filter(mount -> mount.path("mountPath").asText().equals(path.toString()));
  }

  /// A store takes half of its volume at least, or the rest is paid for in vain, and four fifths at
  /// most: file system and folds need room beside it.
  private static Stream<String> misfitStores(Overlay overlay) {
    return Program.collector(overlay).stream()
        .filter(one -> one.settings().filter(c -> isMisfit(one.workload(), c.store())).isPresent())
        .map(one -> one.workload().id());
  }

  private static boolean isMisfit(Workload workload, StoreSettings store) {
    return store.directory().stream()
        .flatMap(directory -> mounts(workload, directory))
        .flatMap(mount -> workload.volumeBytes(mount.path("name").asText()).stream())
        .mapToDouble(BigDecimal::doubleValue)
        .anyMatch(volume -> 2 * store.maxBytes() < volume || store.maxBytes() > 0.8 * volume);
  }

  private static Stream<String> wrongTopology(Overlay overlay) {
    return Program.collector(overlay).stream()
        .filter(collector -> {
          JsonNode kubernetes =
              collector.tree(overlay, "collector.yaml").at("/topology/kubernetes");
          boolean mayReadNodes = overlay.kind("ClusterRole").findAny().isPresent();
          return kubernetes.path("nodes").asBoolean() != mayReadNodes
              || overlay
                  .find("Service", kubernetes.path("service").asText())
                  .filter(service -> isOfAgents(overlay, service))
                  .isEmpty();
        })
        .map(collector -> collector.workload().id());
  }

  private static boolean isOfAgents(Overlay overlay, Manifest service) {
    return service.at("/spec/clusterIP").asText().equals("None")
        && overlay.selectedBy(service, "/spec/selector").stream()
            .allMatch(workload -> workload.manifest().kind().equals("DaemonSet"));
  }

  /// Collectors ask those that are not ready, too, and notice those that do not answer.
  private static Stream<String> hiddenReplicas(Overlay overlay) {
    return Program.collector(overlay).stream()
        .filter(collector ->
            collector
                .settings()
                .filter(settings -> !seeAll(overlay, collector.workload(), settings))
                .isPresent())
        .map(collector -> collector.workload().id());
  }

  private static boolean seeAll(Overlay overlay, Workload replicas, CollectorSettings settings) {
    return settings
        .web()
        .replicas()
        .flatMap(web -> overlay.find("Service", web.host()))
        .filter(service -> showsAll(overlay, service, replicas))
        .isPresent();
  }

  private static boolean showsAll(Overlay overlay, Manifest service, Workload replicas) {
    return service.at("/spec/clusterIP").asText().equals("None")
        && service.at("/spec/publishNotReadyAddresses").asBoolean()
        && overlay.selectedBy(service, "/spec/selector").equals(List.of(replicas));
  }

  private static boolean hasUnreadVariable(JsonNode container) {
    return Json.each(container.path("env"))
        .map(variable -> variable.path("name").asText())
        .anyMatch(name -> !READ_BY_OTHERS.contains(name) && !ProgramText.says('"' + name + '"'));
  }

  private static boolean asksUnknownPath(JsonNode container) {
    return container.findValues("httpGet").stream()
        .anyMatch(get -> !ProgramText.says('"' + get.path("path").asText() + '"'));
  }

  private static Stream<String> wrongAnnotations(Overlay overlay) {
    return overlay
        .workloads()
        .filter(workload -> workload.podAnnotations().containsKey("prometheus.io/scrape"))
        .filter(workload -> {
          String port = workload.manifest().kind().equals("DaemonSet") ? "admin" : "http";
          Map<String, String> annotations = workload.podAnnotations();
          return !String.valueOf(ports(workload).get(port))
                  .equals(annotations.get("prometheus.io/port"))
              || !"/metrics".equals(annotations.get("prometheus.io/path"));
        })
        .map(Workload::id);
  }

  private static Stream<String> clashingLabels(Overlay overlay) {
    Set<String> ours =
        LABELS
            .matcher(Repository.text("docs/metrics.md"))
            .results()
            .flatMap(row -> Stream.of(row.group(1).split(" ")))
            .collect(Collectors.toSet());
    return LABELS_OF_TARGETS.entrySet().stream()
        .filter(labels -> !Collections.disjoint(labels.getValue(), ours))
        .flatMap(labels -> overlay.kind(labels.getKey()))
        .filter(monitor ->
            Stream.of("/spec/endpoints", "/spec/podMetricsEndpoints")
                .flatMap(endpoints -> Json.each(monitor.at(endpoints)))
                .anyMatch(endpoint -> !endpoint.path("honorLabels").asBoolean()))
        .map(Manifest::id);
  }

  private static Stream<String> unknownMetrics(Overlay overlay) {
    Set<String> documented = names(Repository.text("docs/metrics.md")).collect(Collectors.toSet());
    return overlay
        .kind("PrometheusRule")
        .flatMap(rule -> rule.json().findValues("expr").stream())
        .flatMap(expression -> names(expression.asText()))
        .filter(name -> !documented.contains(PART_OF_A_HISTOGRAM.matcher(name).replaceFirst("")))
        .filter(name -> !documented.contains(name));
  }

  private static Stream<String> names(String text) {
    return METRIC.matcher(text).results().map(MatchResult::group);
  }
}
