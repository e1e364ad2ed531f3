// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector;

import dev.zoneprobe.collector.attempt.AttemptStore;
import dev.zoneprobe.collector.attempt.AttemptStoreMetrics;
import dev.zoneprobe.collector.condition.ConditionMetrics;
import dev.zoneprobe.collector.condition.Conditions;
import dev.zoneprobe.collector.config.CollectorSettings;
import dev.zoneprobe.collector.config.TopologyFile;
import dev.zoneprobe.collector.config.TopologySettings;
import dev.zoneprobe.collector.expose.ExposeSettings;
import dev.zoneprobe.collector.expose.ZoneMetrics;
import dev.zoneprobe.collector.history.History;
import dev.zoneprobe.collector.history.turn.TurnMetrics;
import dev.zoneprobe.collector.history.turn.Turns;
import dev.zoneprobe.collector.ingest.IngestServer;
import dev.zoneprobe.collector.ingest.connection.AgentConnections;
import dev.zoneprobe.collector.ingest.gate.SequenceGate;
import dev.zoneprobe.collector.ingest.trust.Entrance;
import dev.zoneprobe.collector.limit.LimitMetrics;
import dev.zoneprobe.collector.limit.SeriesLimits;
import dev.zoneprobe.collector.merge.ZoneMatrix;
import dev.zoneprobe.collector.node.NodeSums;
import dev.zoneprobe.collector.node.NodeSumsMetrics;
import dev.zoneprobe.collector.plan.PeerPlan;
import dev.zoneprobe.collector.store.GroupCommit;
import dev.zoneprobe.collector.store.Store;
import dev.zoneprobe.collector.store.StoreMetrics;
import dev.zoneprobe.collector.store.table.StoreException;
import dev.zoneprobe.collector.telemetry.FileMetrics;
import dev.zoneprobe.collector.telemetry.Telemetry;
import dev.zoneprobe.collector.topology.LiveTopology;
import dev.zoneprobe.collector.topology.Topology;
import dev.zoneprobe.collector.topology.TopologyMetrics;
import dev.zoneprobe.collector.topology.kubernetes.KubernetesSettings;
import dev.zoneprobe.collector.topology.kubernetes.KubernetesTopology;
import dev.zoneprobe.collector.topology.kubernetes.WatchMetrics;
import dev.zoneprobe.collector.web.Api;
import dev.zoneprobe.collector.web.ReaderConnections;
import dev.zoneprobe.collector.web.Scrapes;
import dev.zoneprobe.collector.web.WebAccess;
import dev.zoneprobe.collector.web.WebServer;
import dev.zoneprobe.collector.web.WebSettings;
import dev.zoneprobe.collector.web.attempt.MergedAttempts;
import dev.zoneprobe.collector.web.replica.Replicas;
import dev.zoneprobe.collector.web.replica.link.ReplicaLinks;
import dev.zoneprobe.measure.NanoClock;
import dev.zoneprobe.recall.AttemptPages;
import dev.zoneprobe.tls.Expiring;
import dev.zoneprobe.watch.FileValue;
import dev.zoneprobe.watch.FileWatch;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The collector: its parts, who is connected with whom, and in which order they start and stop.
///
/// Agents → [IngestServer] → [SequenceGate] → [SeriesLimits] → [GroupCommit] → [ZoneMatrix] ←
/// [ZoneMetrics] ← [WebServer] ← scrapes. The attempts that snapshots tell whole go into the
/// [AttemptStore], what they tell of nodes into [NodeSums] and of their agents into [Conditions],
/// which the [WebServer] asks too. Thread-safe once started.
public final class Collector implements AutoCloseable {
  private final Telemetry telemetry = new Telemetry();
  private final GroupCommit commits;
  private final FileWatch files = new FileWatch();
  private final IngestServer ingest;
  private final WebServer web;
  private final Optional<KubernetesTopology> kubernetes;
  private final Optional<Replicas> replicas;
  private volatile boolean started;
  private volatile boolean closing;

  /// Puts the parts together, with what was stored before; nothing listens yet.
  ///
  /// @throws StoreException naming the store's file, if it cannot be used
  /// @throws java.io.UncheckedIOException naming a file of the settings that cannot be used
  public Collector(CollectorSettings settings, InstantSource clock) throws StoreException {
    ZoneMatrix matrix = new ZoneMatrix(settings.merge(), clock);
    SequenceGate gate = new SequenceGate(settings.ingest().maxAgents(), clock);
    AttemptStore attempts = new AttemptStore(settings.maxAttempts(), matrix::exemplarIds);
    LiveTopology topology = topology(settings.topology(), clock);
    NodeSums nodes = new NodeSums(settings.ingest().maxAgents(), topology::knows, clock);
    Conditions conditions = new Conditions(settings.ingest().maxAgents(), clock);
    PeerPlan plan = new PeerPlan(topology, settings.topology().plan(), clock);
    Entrance entrance =
        new Entrance(settings.ingest().entrance(), files, telemetry.meters(), clock);
    WebAccess access = new WebAccess(settings.web(), files, telemetry.meters());
    Optional<ReplicaLinks> links = links(settings.web());
    watchFiles(entrance, access, links);
    Store store = Store.open(settings.store(), clock);
    SeriesLimits limits = new SeriesLimits(settings.limits());
    count(attempts, nodes, limits);
    ConditionMetrics.bind(conditions, telemetry.meters());
    StoredState stored = new StoredState(gate, limits, matrix);
    store.recover(settings.expose().window(), stored);
    CommittedView view = new CommittedView(matrix, nodes, conditions, attempts);
    commits = new GroupCommit(store, settings.store().commitEvery(), view, stored::forget);
    StoreMetrics.bind(store, commits, telemetry.meters());
    ingest =
        new IngestServer(
            new IngestServer.Gates(
                entrance,
                new AgentConnections(settings.ingest().maxConnections(), telemetry.meters()),
                gate,
                limits),
            new CommittedIngest(store.id(), commits),
            new PlannedAgentDirectory(plan, topology),
            telemetry.meters());
    topology.onChange(ingest::planMayHaveChanged);
    kubernetes = settings.topology().kubernetes().map(how -> watch(how, topology));
    telemetry.exposed().register(metrics(settings.expose(), topology, matrix, gate, attempts));
    replicas = links.map(ways -> new Replicas(ways, store.id(), NanoClock.SYSTEM));
    PageViews shown =
        new PageViews(store, commits, gate, matrix, nodes, conditions, topology, clock);
    web =
        new WebServer(
            access,
            new Scrapes(telemetry.exposed(), telemetry.meters()),
            new Api(
                new MergedAttempts(new AttemptPages(attempts), replicas),
                shown.desk(settings, history(store), replicas),
                store.id()),
            new WebServer.Health(() -> started, () -> !commits.isBroken(), this::isReady),
            new ReaderConnections(settings.web().maxConnections(), telemetry.meters()));
  }

  private Optional<ReplicaLinks> links(WebSettings web) {
    return web.replicas().map(where -> new ReplicaLinks(where, files));
  }

  private History history(Store store) {
    Turns turns = new Turns(NanoClock.SYSTEM);
    TurnMetrics.bind(turns, telemetry.meters());
    return new History(store, turns);
  }

  private LiveTopology topology(TopologySettings how, InstantSource clock) {
    LiveTopology topology =
        how.kubernetes().isPresent()
            ? LiveTopology.unknown(clock)
            : new LiveTopology(how.first(), clock);
    TopologyMetrics.bind(topology, telemetry.meters());
    how.file()
        .ifPresent(path -> {
          FileValue<Topology> _ =
              files.follow(
                  "topology.file", List.of(path), () -> TopologyFile.read(path), topology::replace);
        });
    return topology;
  }

  private void count(AttemptStore attempts, NodeSums nodes, SeriesLimits limits) {
    AttemptStoreMetrics.bind(attempts, telemetry.meters());
    NodeSumsMetrics.bind(nodes, telemetry.meters());
    LimitMetrics.bind(limits, telemetry.meters());
  }

  private void watchFiles(Entrance entrance, WebAccess access, Optional<ReplicaLinks> links) {
    List<Expiring> certificates =
        Stream.of(
                entrance.certificates(),
                access.certificates(),
                links.map(ReplicaLinks::certificates).orElse(List.of()))
            .flatMap(List::stream)
            .toList();
    FileMetrics.bind(telemetry.meters(), files, certificates);
  }

  private KubernetesTopology watch(KubernetesSettings how, LiveTopology topology) {
    KubernetesTopology watched = new KubernetesTopology(how, topology);
    WatchMetrics.bind(watched, telemetry.meters());
    return watched;
  }

  private static ZoneMetrics metrics(
      ExposeSettings settings,
      LiveTopology topology,
      ZoneMatrix matrix,
      SequenceGate gate,
      AttemptStore attempts) {
    return new ZoneMetrics(
        settings,
        matrix,
        topology::now,
        gate::reportingByZone,
        one -> attempts.holds(one.sourceNode(), one.exemplar().attemptId()));
  }

  /// Begins to answer HTTP, then to take snapshots.
  ///
  /// @throws IOException naming the address that is not to be had; close the collector then
  public void start() throws IOException {
    web.start();
    ingest.start();
    kubernetes.ifPresent(KubernetesTopology::start);
    files.start();
    started = true;
  }

  /// Also while it is not known who the agents are: snapshots are taken and questions answered.
  private boolean isReady() {
    return started && !closing && commits.problem().isEmpty();
  }

  /// The port that agents deliver to.
  public int grpcPort() {
    return ingest.port();
  }

  /// The port that answers scrapes.
  public int httpPort() {
    return web.port();
  }

  /// Takes no more snapshots, stores those that it has, then stops to answer scrapes.
  @Override
  public void close() {
    closing = true;
    kubernetes.ifPresent(KubernetesTopology::close);
    ingest.close();
    commits.close();
    web.close();
    replicas.ifPresent(Replicas::close);
    files.close();
    telemetry.close();
  }
}
