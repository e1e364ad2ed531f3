// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zoneprobe.settings.InvalidSettingsException;
import dev.zoneprobe.settings.SettingsFile;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;

final class AdminSettingsTest {
  private static AdminSettings read(String text) throws InvalidSettingsException {
    return SettingsFile.parse("agent.yaml", text, top -> AdminSettings.read(top.section("admin")));
  }

  @Test
  void listensOnLoopbackUnlessToldOtherwise() throws InvalidSettingsException {
    assertThat(read(""))
        .isEqualTo(new AdminSettings(InetAddress.ofLiteral("127.0.0.1"), 8783, false));
  }

  @Test
  void listensWhereItIsTold() throws InvalidSettingsException {
    assertThat(read("admin: {address: 10.0.0.7, port: 0, insecure: true}"))
        .isEqualTo(new AdminSettings(InetAddress.ofLiteral("10.0.0.7"), 0, true));
  }

  @Test
  void isReachedFromElsewhereOnlyIfThatIsSaid() {
    assertThatThrownBy(() -> read("admin: {address: 0.0.0.0}"))
        .hasMessage(
            "agent.yaml:1: admin.address: \"0.0.0.0\": readers on other machines need"
                + " admin.insecure: true");
  }
}
