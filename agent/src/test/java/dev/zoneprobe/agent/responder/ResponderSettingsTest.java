// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.responder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zoneprobe.settings.InvalidSettingsException;
import dev.zoneprobe.settings.SettingsFile;
import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ResponderSettingsTest {
  private static ResponderSettings read(String text) throws InvalidSettingsException {
    return SettingsFile.parse(
        "agent.yaml", text, top -> ResponderSettings.read(top.section("responder")));
  }

  @Test
  void listensEverywhereUnlessToldOtherwise() throws InvalidSettingsException {
    assertThat(read(""))
        .isEqualTo(
            new ResponderSettings(
                InetAddress.ofLiteral("0.0.0.0"), 8780, 8781, 8782, Duration.ZERO));
  }

  @Test
  void listensWhereItIsTold() throws InvalidSettingsException {
    assertThat(read("responder: {address: '::1', http: 1, grpc: 2, tcp: 0, drain: 5s}"))
        .isEqualTo(
            new ResponderSettings(InetAddress.ofLiteral("::1"), 1, 2, 0, Duration.ofSeconds(5)));
  }

  @Test
  void refusesANameAsAddress() {
    assertThatThrownBy(() -> read("responder: {address: localhost}"))
        .hasMessage(
            "agent.yaml:1: responder.address: \"localhost\": not an IP address such as 127.0.0.1"
                + " or ::");
  }

  @Test
  void refusesToDrainForLongerThanAPodIsGiven() {
    assertThatThrownBy(() -> read("responder: {drain: 16s}"))
        .hasMessage("agent.yaml:1: responder.drain: \"16s\": not between 0s and 15s");
  }

  @Test
  void refusesAPortAbove65535() {
    assertThatThrownBy(() -> read("responder: {grpc: 65536}"))
        .hasMessage("agent.yaml:1: responder.grpc: \"65536\": not between 0 and 65535");
  }
}
