// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent;

import dev.zoneprobe.agent.host.kernel.KernelCounters;
import dev.zoneprobe.agent.host.noise.OwnNoise;
import dev.zoneprobe.agent.probe.EventLoops;
import dev.zoneprobe.agent.probe.dns.DnsSettings;
import dev.zoneprobe.agent.probe.dns.ResolvConf;
import dev.zoneprobe.agent.probe.socket.DeadlineWatch;
import dev.zoneprobe.agent.record.LatencyLedger;
import dev.zoneprobe.agent.target.Endpoint;
import dev.zoneprobe.agent.target.Target;
import dev.zoneprobe.agent.terminal.DetailTally;
import dev.zoneprobe.agent.terminal.LookupTally;
import dev.zoneprobe.agent.terminal.PeerTally;
import dev.zoneprobe.agent.terminal.PercentileFiles;
import dev.zoneprobe.agent.terminal.ProbeJson;
import dev.zoneprobe.agent.terminal.ProbeRun;
import dev.zoneprobe.agent.terminal.ProbeText;
import dev.zoneprobe.agent.terminal.Progress;
import dev.zoneprobe.agent.terminal.TargetArgument;
import dev.zoneprobe.agent.warmup.WarmUp;
import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.NanoClock;
import dev.zoneprobe.measure.Subject;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.SkipReason;
import dev.zoneprobe.terminal.HelpText;
import dev.zoneprobe.tls.PemFile;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `probe`: a run of attempts for a person at a terminal.
@Command(
    name = "probe",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Probes targets by hand and prints a table of their phases; docs/probe.md explains it.",
      "",
      "Targets:" + TargetArgument.FORMS,
      ""
    },
    exitCodeListHeading = HelpText.EXIT_CODES,
    exitCodeList = {
      "0:all attempts succeeded",
      "1:some failed or were skipped, or it could not run",
      HelpText.WRONG_USAGE
    })
final class ProbeCommand implements Callable<Integer> {
  private static final int MOST_ATTEMPTS = 1_000_000;

  @Parameters(arity = "1..*", paramLabel = "TARGET", description = "What to probe, see above.")
  private Set<String> urls = new LinkedHashSet<>();

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "10",
      description = "Attempts of each target and kind of connection" + HelpText.DEFAULT)
  private int count;

  @Option(
      names = "--interval",
      paramLabel = "TIME",
      defaultValue = "200ms",
      description = "Between two attempts of a target, 10ms to 1h" + HelpText.DEFAULT)
  private Duration interval = Duration.ZERO;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "5s",
      description = "The longest that an attempt may take, 1ms to 1m" + HelpText.DEFAULT)
  private Duration timeout = Duration.ZERO;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      defaultValue = "3",
      description = "Attempts of each kind beforehand that do not count" + HelpText.DEFAULT)
  private int warmUp;

  @Option(
      names = "--connection",
      paramLabel = "KIND",
      split = ",",
      defaultValue = "new",
      description = "new, reused or both: new,reused" + HelpText.DEFAULT)
  private Set<Connection> connections = new LinkedHashSet<>();

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "PEM file of certificate authorities to trust (default: those of Java).")
  private Optional<Path> authorities = Optional.empty();

  @Option(
      names = "--nameserver",
      paramLabel = "ADDRESS[:PORT]",
      description =
          "Ask this nameserver for names; may be repeated (default: those of the resolv.conf).")
  private List<InetSocketAddress> nameservers = List.of();

  @Option(
      names = "--resolv-conf",
      paramLabel = "FILE",
      description = "Look names up as this resolv.conf(5) says (default: /etc/resolv.conf).")
  private Optional<Path> resolvConf = Optional.empty();

  @Option(names = "--json", description = "Print JSON instead of the table.")
  private boolean json;

  @Option(
      names = "--hgrm",
      paramLabel = "FOLDER",
      description = "Also write a percentile file for each phase, for HdrHistogram's plotters.")
  private Optional<Path> percentileFiles = Optional.empty();

  private final LookupTally lookups = new LookupTally();
  private final PeerTally peers = new PeerTally();
  private final DetailTally details = new DetailTally();

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec command;

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<Target> targets = targets();
    DnsSettings dns = dns();
    IntervalSnapshot snapshot;
    try (EventLoops loops = EventLoops.start(1);
        DeadlineWatch deadlines = new DeadlineWatch()) {
      Probes probes = new Probes(loops, deadlines, () -> dns);
      WarmUp.alone(probes::open);
      snapshot = inTheOrderOf(targets, run(targets, probes));
    }
    command.commandLine().getOut().print(text(snapshot));
    command.commandLine().getOut().flush();
    if (percentileFiles.isPresent()) {
      PercentileFiles.write(snapshot, percentileFiles.get());
    }
    return succeeded(snapshot) == (long) count * lanes(targets) ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private static IntervalSnapshot inTheOrderOf(List<Target> targets, IntervalSnapshot snapshot) {
    List<Subject> order = targets.stream().map(Target::subject).toList();
    return snapshot.with(
        snapshot.subjects().stream()
            .sorted(Comparator.comparingInt(one -> order.indexOf(one.subject())))
            .toList());
  }

  private String text(IntervalSnapshot snapshot) {
    return json
        ? ProbeJson.of(snapshot, lookups, peers, details)
        : ProbeText.of(snapshot, lookups, peers, details);
  }

  private static long succeeded(IntervalSnapshot snapshot) {
    return snapshot.subjects().stream().mapToLong(subject -> subject.counts().successes()).sum();
  }

  private static long lanes(List<Target> targets) {
    return targets.stream().mapToLong(target -> target.connections().size()).sum();
  }

  private List<Target> targets() {
    if (count < 1 || count > MOST_ATTEMPTS) {
      throw wrong("--count: not between 1 and %d: %d".formatted(MOST_ATTEMPTS, count));
    }
    if (warmUp < 0) {
      throw wrong("--warm-up: negative: " + warmUp);
    }
    Target.Timing timing = timing();
    Endpoint.Tls tls = authorities.map(this::trusting).orElse(Endpoint.Tls.DEFAULT);
    try {
      return urls.stream().map(url -> TargetArgument.parse(url, timing, connections, tls)).toList();
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private Target.Timing timing() {
    try {
      return new Target.Timing(interval, timeout);
    } catch (IllegalArgumentException e) {
      throw wrong("--" + e.getMessage());
    }
  }

  private Endpoint.Tls trusting(Path file) {
    try {
      return Endpoint.Tls.DEFAULT.trusting(PemFile.certificates(file));
    } catch (IllegalArgumentException e) {
      throw wrong("--ca: " + file + ": " + e.getMessage());
    }
  }

  private DnsSettings dns() throws IOException {
    if (resolvConf.isPresent() && !Files.isReadable(resolvConf.get())) {
      throw wrong("--resolv-conf: no readable file: " + resolvConf.get());
    }
    if (nameservers.isEmpty()) {
      return ResolvConf.read(resolvConf.orElse(ResolvConf.SYSTEM));
    }
    DnsSettings others =
        resolvConf.isPresent() ? ResolvConf.read(resolvConf.get()) : ResolvConf.parse("");
    return others.asking(nameservers);
  }

  private ParameterException wrong(String problem) {
    return new ParameterException(command.commandLine(), problem);
  }

  private IntervalSnapshot run(List<Target> targets, Probes probes) throws InterruptedException {
    List<ProbeRun.Lane> lanes = open(targets, probes);
    LatencyLedger ledger =
        new LatencyLedger(
            new IntervalSnapshot.Source("terminal", "terminal", "terminal"),
            InstantSource.system());
    NanoClock clock = NanoClock.SYSTEM;
    try (Progress progress = new Progress(terminal(), (long) count * lanes.size());
        KernelCounters kernel = new KernelCounters(Path.of("/"));
        OwnNoise noise =
            new OwnNoise(
                clock, kernel, (_, _) -> {}, attempt -> record(attempt, ledger, progress))) {
      ProbeRun run =
          new ProbeRun(
              lanes,
              interval.toNanos(),
              clock,
              noise::ended,
              lane -> ledger.skipped(lane.target().subject(), SkipReason.IN_FLIGHT_LIMIT));
      progress.say("warming up");
      run.warmUp(warmUp);
      noise.start();
      run.make(count);
    } finally {
      lanes.forEach(lane -> lane.probe().close());
    }
    return ledger.cut();
  }

  private List<ProbeRun.Lane> open(List<Target> targets, Probes probes) {
    try {
      return targets.stream()
          .flatMap(target ->
              target.connections().stream()
                  .map(kind -> new ProbeRun.Lane(target, probes.open(target, kind))))
          .toList();
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private Optional<PrintWriter> terminal() {
    return Optional.ofNullable(System.console())
        .filter(Console::isTerminal)
        .map(_ -> command.commandLine().getErr());
  }

  private void record(Attempt attempt, LatencyLedger ledger, Progress progress) {
    ledger.record(attempt);
    lookups.add(attempt);
    peers.add(attempt);
    details.add(attempt);
    progress.ended(attempt);
  }
}
