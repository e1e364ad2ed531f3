// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.e2e.kit.Program;
import dev.zoneprobe.e2e.kit.Repository;
import dev.zoneprobe.e2e.kit.RequiresProgram;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@RequiresProgram(Program.AMTOOL)
final class AlertmanagerTest {
  private static final Path FILE =
      Repository.root().resolve("dashboards/alertmanager/alertmanager.yaml");

  @Test
  void alertmanagerAcceptsTheExample() {
    Run run = amtool("check-config", FILE.toString());

    assertThat(run.exitCode()).as(run.output()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "heartbeat,      none,     any",
    "pager,          critical, any",
    "pager-payments, critical, payments",
    "chat,           warning,  any",
    "chat-payments,  warning,  payments",
    "nobody,         info,     any"
  })
  void anAlertGoesToThoseWhoAreToActOnIt(String receiver, String severity, String team) {
    assertThat(route(receiver, severity, team).exitCode()).isZero();
    assertThat(route("another", severity, team).exitCode()).isNotZero();
  }

  private static Run route(String receiver, String severity, String team) {
    String name = severity.equals("none") ? "ZoneprobeWatchdog" : "Another";
    return amtool(
        "config",
        "routes",
        "test",
        "--config.file=" + FILE,
        "--verify.receivers=" + receiver,
        "app=zoneprobe",
        "alertname=" + name,
        "severity=" + severity,
        "team=" + team);
  }

  private static Run amtool(String... arguments) {
    List<String> command = Program.AMTOOL.command(arguments);
    return Run.of(Repository.root(), command);
  }
}
