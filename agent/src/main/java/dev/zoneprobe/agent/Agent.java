// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent;

import dev.zoneprobe.agent.config.AgentSettings;
import dev.zoneprobe.agent.host.HostMetrics;
import dev.zoneprobe.agent.host.kernel.KernelCounters;
import dev.zoneprobe.agent.host.noise.OwnNoise;
import dev.zoneprobe.agent.plan.MeshSettings;
import dev.zoneprobe.agent.plan.MeshTargets;
import dev.zoneprobe.agent.plan.PlanWatch;
import dev.zoneprobe.agent.probe.EventLoops;
import dev.zoneprobe.agent.probe.socket.DeadlineWatch;
import dev.zoneprobe.agent.recent.NodeLatencies;
import dev.zoneprobe.agent.recent.NodeMetrics;
import dev.zoneprobe.agent.record.AttemptRecorder;
import dev.zoneprobe.agent.record.LatencyLedger;
import dev.zoneprobe.agent.reload.ConfigWatch;
import dev.zoneprobe.agent.reload.LiveConfig;
import dev.zoneprobe.agent.reload.LoadHistory;
import dev.zoneprobe.agent.report.Courier;
import dev.zoneprobe.agent.report.ReportSettings;
import dev.zoneprobe.agent.report.Reporter;
import dev.zoneprobe.agent.report.backlog.Backlog;
import dev.zoneprobe.agent.report.backlog.BacklogCounts;
import dev.zoneprobe.agent.report.backlog.Inheritance;
import dev.zoneprobe.agent.report.files.Predecessors;
import dev.zoneprobe.agent.report.files.Predecessors.Succession;
import dev.zoneprobe.agent.report.files.StateDirectory;
import dev.zoneprobe.agent.report.replica.Lookups;
import dev.zoneprobe.agent.report.replica.Pace;
import dev.zoneprobe.agent.report.replica.Replicas;
import dev.zoneprobe.agent.report.trust.CollectorCredentials;
import dev.zoneprobe.agent.responder.Responder;
import dev.zoneprobe.agent.schedule.Schedule;
import dev.zoneprobe.agent.sli.SliLatencies;
import dev.zoneprobe.agent.sli.SliMetrics;
import dev.zoneprobe.agent.target.TargetRoster;
import dev.zoneprobe.agent.telemetry.AdminServer;
import dev.zoneprobe.agent.telemetry.AgentMeters;
import dev.zoneprobe.agent.telemetry.CertificateExpiries;
import dev.zoneprobe.agent.telemetry.Health;
import dev.zoneprobe.agent.warmup.WarmUp;
import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.NanoClock;
import dev.zoneprobe.measure.Subject;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.SkipReason;
import dev.zoneprobe.measure.self.Condition;
import dev.zoneprobe.recall.AttemptPages;
import dev.zoneprobe.terminal.Hangup;
import dev.zoneprobe.watch.FileWatch;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running agent: its parts, and the order in which they start and stop.
///
/// Attempts, answers to peers and delivery have event loops of their own, so that none waits for
/// another: a large snapshot takes milliseconds to encrypt.
public final class Agent implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Agent.class);
  private static final Duration LONGEST_DRAIN = Duration.ofSeconds(5);
  private static final Duration LONGEST_FLUSH = Duration.ofSeconds(10);

  private final EventLoops probeLoops = EventLoops.start(1);
  private final EventLoops responderLoops = EventLoops.start(1);
  private final EventLoops deliveryLoops = EventLoops.start(1);
  private final DeadlineWatch deadlines = new DeadlineWatch();
  private final ScheduledExecutorService reportThread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("zoneprobe-report").daemon().factory());
  private final WarmUp warmUp;
  private final KernelCounters kernel = new KernelCounters(Path.of("/"));
  private final LatencyLedger ledger;
  private final OwnNoise noise;
  private final AttemptRecorder recorder;
  private final Schedule schedule;
  private final TargetRoster roster;
  private final CertificateExpiries certificates;
  private final Optional<StateDirectory> state;
  private final Backlog backlog;
  private final Lookups lookups;
  private final Courier courier;
  private final FileWatch files = new FileWatch();
  private final CollectorCredentials credentials;
  private final Reporter reporter;
  private final PlanWatch plan;
  private final SliLatencies sli = new SliLatencies(NanoClock.SYSTEM);
  private final NodeLatencies latencies = new NodeLatencies(NanoClock.SYSTEM);
  private final AgentMeters meters;
  private final Responder responder;
  private final AdminServer admin;
  private final ConfigWatch watch;

  private volatile boolean ready;
  private volatile boolean closed;

  private Agent(LiveConfig config) throws IOException {
    AgentSettings settings = config.settings();
    String node = settings.host().node();
    String zone = settings.host().zone();
    IntervalSnapshot.Source source =
        new IntervalSnapshot.Source(node, zone, UUID.randomUUID().toString());
    meters = new AgentMeters(node, Version.TEXT);
    recorder = new AttemptRecorder(source, InstantSource.system());
    Responder.Identity identity = new Responder.Identity(node, zone);
    Optional<Succession> succession = Optional.empty();
    try {
      credentials = new CollectorCredentials(settings.access(), files);
      succession = succession(settings.report(), source);
      responder = new Responder(settings.responder(), identity, responderLoops, NanoClock.SYSTEM);
      admin =
          new AdminServer(
              settings.admin(), meters, checks(config.history()), new AttemptPages(recorder));
    } catch (IOException | UncheckedIOException e) {
      closeUnstarted(succession);
      throw e;
    }

    ledger = new LatencyLedger(source, InstantSource.system());
    SelfMetrics self = new SelfMetrics(meters);
    noise = new OwnNoise(NanoClock.SYSTEM, kernel, self.stalls(), this::record);
    Probes probes = new Probes(probeLoops, deadlines, () -> config.settings().dns());
    warmUp = new WarmUp(probes::open, NanoClock.SYSTEM);
    certificates = new CertificateExpiries(node, this::targetNames);
    schedule = schedule(node, probes);
    roster = new TargetRoster(settings.targets(), schedule::retarget);

    state = succession.map(Succession::directory);
    Inheritance inheritance =
        succession.map(Succession::inheritance).orElse(Inheritance.none(source.bootId()));
    backlog = new Backlog(inheritance, settings.report().backlogBytes(), NanoClock.SYSTEM);
    plan = planWatch(source, settings.mesh());
    lookups = new Lookups(settings.report().collectors(), InetAddress::getAllByName);
    Replicas replicas = new Replicas(zone, lookups, Pace.usual(NanoClock.SYSTEM));
    courier = new Courier(backlog, replicas, this::channel, plan::follow);
    reporter =
        new Reporter(this::cut, backlog, courier, reportThread, settings.report().interval());
    watch = new ConfigWatch(config, this::adopt);
    bindMetrics(self, config.history(), replicas);
    succession.ifPresent(self::bind);
    meters.registry().register(new HostMetrics(kernel, node));
    SliMetrics.bind(meters.registry(), node, sli);
    NodeMetrics.bind(meters.registry(), node, latencies);
  }

  /// Starts an agent.
  ///
  /// @throws IOException if a port cannot be listened on, or the state directory cannot be used,
  ///   naming it; nothing is left running then
  /// @throws UncheckedIOException if a certificate for the collector cannot be used, naming its
  ///   file
  public static Agent start(LiveConfig config) throws IOException {
    AgentSettings settings = config.settings();
    Agent agent = new Agent(config);
    Hangup.calls(agent.watch::reload);
    agent.warmUp.run(settings.responder().address(), agent.responder);
    agent.noise.start();
    agent.schedule.start();
    agent.lookups.start();
    agent.reporter.start();
    agent.ready = true;
    agent.watch.start();
    agent.files.start();
    LOG.info(
        "node {} in zone {} answers peers over http {}, grpc {}, tcp {}; metrics on port {}",
        settings.host().node(),
        settings.host().zone(),
        agent.responder.httpPort(),
        agent.responder.grpcPort(),
        agent.responder.tcpPort(),
        agent.admin.port());
    settings.terms().forEach(LOG::info);
    LOG.info("stalls and pressure are noticed by {}", agent.noise.sources());
    return agent;
  }

  private IntervalSnapshot cut() {
    IntervalSnapshot snapshot = ledger.cut(this::condition);
    recorder.told(snapshot);
    return snapshot;
  }

  private Condition condition() {
    BacklogCounts cuts = backlog.counts();
    return new Condition(
        Version.TEXT, plan.version(), cuts.waiting(), cuts.lost(), noise.sinceLastAsked());
  }

  private void record(Attempt judged) {
    ledger.record(judged);
    certificates.ended(judged);
    recorder.ended(judged);
    sli.record(judged);
    latencies.record(judged);
  }

  private Schedule schedule(String node, Probes probes) {
    return new Schedule(
        node,
        NanoClock.SYSTEM,
        probes::open,
        probeLoops.leftovers()::areTooMany,
        judgeIn(noise, ledger));
  }

  private static Schedule.Sink judgeIn(OwnNoise noise, LatencyLedger ledger) {
    return new Schedule.Sink() {
      @Override
      public void ended(Attempt attempt, long dueNanos) {
        noise.ended(attempt, dueNanos);
      }

      @Override
      public void skipped(Subject subject, SkipReason reason) {
        ledger.skipped(subject, reason);
      }
    };
  }

  /// Targets and peers change together, or not at all (decision 0017). Lookups go by the new
  /// settings from the next on; see [Probes].
  private void adopt(AgentSettings next) {
    plan.remesh(next.mesh(), peers -> roster.replace(next.targets(), peers));
  }

  private static Optional<Succession> succession(
      ReportSettings settings, IntervalSnapshot.Source source) throws IOException {
    return settings.stateDirectory().isEmpty()
        ? Optional.empty()
        : Optional.of(
            Predecessors.succeed(settings.stateDirectory().get(), source.bootId(), source.node()));
  }

  private PlanWatch planWatch(IntervalSnapshot.Source source, MeshSettings mesh) {
    return new PlanWatch(
        source, new MeshTargets(mesh), reportThread, roster::replacePeers, responder::isIn);
  }

  /// A frozen collector is noticed by unanswered pings, within 20 seconds.
  private ManagedChannel channel(InetSocketAddress address) {
    return credentials
        .channel(address)
        .eventLoopGroup(deliveryLoops.group())
        .channelType(deliveryLoops.socketChannel())
        .executor(reportThread)
        .keepAliveTime(10, TimeUnit.SECONDS)
        .keepAliveTimeout(10, TimeUnit.SECONDS)
        .build();
  }

  /// A refused configuration is told, and no more: a restart or an agent out of service would not
  /// mend it.
  private Health.Checks checks(LoadHistory loads) {
    Health running = Health.of("agent", () -> ready ? Optional.empty() : Optional.of("not ready"));
    Health schedules =
        Health.of(
            "schedule",
            () -> !ready || schedule.isRunning() ? Optional.empty() : Optional.of("has stopped"));
    Health judges =
        Health.of(
            "noise",
            () -> !ready || noise.isRunning() ? Optional.empty() : Optional.of("has stopped"));
    Health configuration = Health.of("configuration", loads::problem);
    return new Health.Checks(
        List.of(running),
        List.of(schedules, judges),
        List.of(running, schedules, judges),
        List.of(configuration));
  }

  private Set<String> targetNames() {
    return roster.targets().stream()
        .map(target -> target.subject().target())
        .collect(Collectors.toSet());
  }

  private void bindMetrics(SelfMetrics self, LoadHistory loads, Replicas replicas) {
    meters.registry().register(certificates);
    self.bind(schedule.counts());
    self.bind(noise);
    self.bind(ledger, backlog.counts());
    self.bind(courier.log(), replicas);
    self.bind(recorder);
    self.bind(latencies);
    self.bind(roster, plan);
    self.bind(loads);
    self.bind(files, credentials.certificates());
    ResponderMetrics.bind(meters, responder.counts());
  }

  /// What has become of all attempts and snapshots, in one line for a person.
  String account() {
    BacklogCounts snapshots = backlog.counts();
    return "%d attempts ended; %d of %d snapshots acknowledged; %d %s"
        .formatted(
            schedule.counts().ended(),
            snapshots.acknowledged(),
            ledger.cuts() + snapshots.inherited(),
            snapshots.waiting(),
            state.isPresent() ? "left to the next agent" : "not delivered");
  }

  /// Stops in order: told to be not ready, it goes on answering its peers while its own attempts
  /// end and its last snapshot is delivered, and until they had time to learn that it goes; then
  /// everything is closed. Only the first call counts.
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    ready = false;
    watch.close();
    files.close();
    responder.drain();
    try {
      deliverTheRest();
      responder.awaitDrained();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    responder.close();
    admin.close();
    meters.close();
    kernel.close();
    closeLoops();
  }

  private void deliverTheRest() throws InterruptedException {
    try {
      schedule.drain(LONGEST_DRAIN);
      noise.close();
      boolean _ = reporter.flush(LONGEST_FLUSH);
    } finally {
      schedule.close();
      lookups.close();
      reporter.close();
      state.ifPresent(StateDirectory::close);
    }
  }

  private void closeUnstarted(Optional<Succession> succession) {
    succession.map(Succession::directory).ifPresent(StateDirectory::close);
    kernel.close();
    closeLoops();
  }

  /// Closes whatever listens or is connected on them, too.
  private void closeLoops() {
    deadlines.close();
    probeLoops.close();
    responderLoops.close();
    deliveryLoops.close();
  }
}
