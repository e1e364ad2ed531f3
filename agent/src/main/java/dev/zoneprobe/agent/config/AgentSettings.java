// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.config;

import dev.zoneprobe.agent.host.HostIdentity;
import dev.zoneprobe.agent.plan.MeshSettings;
import dev.zoneprobe.agent.probe.dns.DnsSettings;
import dev.zoneprobe.agent.report.ReportSettings;
import dev.zoneprobe.agent.report.replica.CollectorName;
import dev.zoneprobe.agent.report.trust.AccessSettings;
import dev.zoneprobe.agent.responder.ResponderSettings;
import dev.zoneprobe.agent.target.Target;
import dev.zoneprobe.agent.telemetry.AdminSettings;
import dev.zoneprobe.settings.InvalidSettingsException;
import dev.zoneprobe.settings.OfflineSettings;
import dev.zoneprobe.settings.Section;
import dev.zoneprobe.settings.SettingsFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Everything that an operator can say about an agent. Immutable.
public record AgentSettings(
    HostIdentity host,
    ReportSettings report,
    AccessSettings access,
    ResponderSettings responder,
    AdminSettings admin,
    DnsSettings dns,
    MeshSettings mesh,
    List<Target> targets) {

  /// Copies the targets.
  public AgentSettings {
    targets = List.copyOf(targets);
  }

  /// Reads the file.
  ///
  /// @param environment of the process, which may name node and zone
  /// @throws InvalidSettingsException with every mistake in it
  public static AgentSettings read(Path file, Map<String, String> environment)
      throws InvalidSettingsException {
    return SettingsFile.read(file, root -> read(root, environment));
  }

  /// Reads the file, but none that it names.
  ///
  /// @param environment of the process, which may name node and zone
  /// @throws InvalidSettingsException with every mistake in it
  public static OfflineSettings<AgentSettings> readAlone(Path file, Map<String, String> environment)
      throws InvalidSettingsException {
    return SettingsFile.readAlone(file, root -> read(root, environment));
  }

  /// Reads the top section.
  public static AgentSettings read(Section root, Map<String, String> environment) {
    ReportSettings report = ReportSettings.read(root.section("collector"));
    MeshSettings mesh = MeshSettings.read(root.section("mesh"));
    return new AgentSettings(
        HostIdentity.read(root.section("node"), environment),
        report,
        AccessSettings.read(
            root.section("collector"),
            report.collectors().stream().map(CollectorName::host).toList()),
        ResponderSettings.read(root.section("responder")),
        AdminSettings.read(root.section("admin")),
        DnsReader.read(root.section("dns")),
        mesh,
        targets(root, mesh, environment));
  }

  /// What is open to whom, and how the collector is reached: a line each, for a person.
  public List<String> terms() {
    return List.of(
        responder.terms(), admin.terms(), "collector: " + report.address() + " " + access.terms());
  }

  private static List<Target> targets(
      Section root, MeshSettings mesh, Map<String, String> environment) {
    return Stream.of(
            TargetReader.read(root).stream(),
            ResponderService.paths(root.section("mesh"), mesh, environment).stream(),
            SliReader.read(root, environment).stream())
        .flatMap(targets -> targets)
        .toList();
  }
}
