// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent;

import dev.zoneprobe.agent.config.AgentSettings;
import dev.zoneprobe.agent.plan.MeshSettings;
import dev.zoneprobe.agent.reload.LiveConfig;
import dev.zoneprobe.agent.sli.Sli;
import dev.zoneprobe.agent.target.Target;
import dev.zoneprobe.measure.Label;
import dev.zoneprobe.settings.OfflineSettings;
import dev.zoneprobe.settings.Quantity;
import dev.zoneprobe.terminal.HelpText;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `check`: reads the configuration and says what it understood, or every mistake.
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = HelpText.CHECK,
    exitCodeListHeading = HelpText.EXIT_CODES,
    exitCodeList = {"0:there is no mistake", HelpText.WRONG_USAGE})
final class CheckCommand implements Callable<Integer> {
  @Mixin private final ConfigOption config = new ConfigOption();

  @Option(names = "--syntax-only", description = HelpText.SYNTAX_ONLY)
  private boolean syntaxOnly;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec command;

  @Override
  public Integer call() {
    return (syntaxOnly ? isRightAlone() : isRight()) ? ExitCode.OK : ExitCode.USAGE;
  }

  private boolean isRight() {
    Optional<AgentSettings> settings = config.read().map(LiveConfig::settings);
    settings.ifPresent(this::print);
    return settings.isPresent();
  }

  private boolean isRightAlone() {
    Optional<OfflineSettings<AgentSettings>> alone = config.readAlone();
    alone.map(OfflineSettings::settings).ifPresent(this::print);
    alone.stream()
        .flatMap(read -> read.unreadLines().stream())
        .forEach(command.commandLine().getOut()::println);
    return alone.isPresent();
  }

  private void print(AgentSettings settings) {
    PrintWriter out = command.commandLine().getOut();
    out.println("node " + settings.host().node() + " in zone " + settings.host().zone());
    out.println(
        "reports to "
            + settings.report().address()
            + " every "
            + Quantity.text(settings.report().interval())
            + ", keeps up to "
            + Quantity.text(settings.report().backlogBytes())
            + " meanwhile, "
            + settings
                .report()
                .stateDirectory()
                .map(directory -> "mirrored in " + directory)
                .orElse("in memory only"));
    settings.terms().forEach(out::println);
    out.println(mesh(settings.mesh()));
    long ofSli =
        settings.targets().stream()
            .filter(target -> Sli.ofTarget(target.subject().target()).isPresent())
            .count();
    out.println(
        (settings.targets().size() == 1 ? "1 target" : settings.targets().size() + " targets")
            + (ofSli == 0 ? "" : ", the last " + ofSli + " of them by section sli"));
    settings.targets().forEach(target -> out.println("  " + line(target)));
    out.flush();
  }

  private static String mesh(MeshSettings mesh) {
    return mesh.protocols().isEmpty()
        ? "mesh peers are not probed"
        : "mesh peers over %s, connections %s, %s"
            .formatted(labels(mesh.protocols()), labels(mesh.connections()), timing(mesh.timing()));
  }

  private static String labels(Collection<? extends Label> words) {
    return words.stream().map(Label::label).sorted().collect(Collectors.joining(", "));
  }

  private static String line(Target target) {
    String warning =
        target.endpoint().skipsVerification()
            ? "%n    WARNING: skipVerify is on, so whoever answers is believed to be it".formatted()
            : "";
    return "%s: %s in zone %s, connections %s, addresses %s, %s%s"
        .formatted(
            target.subject().target(),
            target.endpoint(),
            target.subject().destinationZone(),
            labels(target.connections()),
            target.family().label(),
            timing(target.timing()),
            warning);
  }

  private static String timing(Target.Timing timing) {
    return "every %s, at most %s"
        .formatted(Quantity.text(timing.interval()), Quantity.text(timing.timeout()));
  }
}
