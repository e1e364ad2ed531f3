// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.report.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zoneprobe.settings.InvalidSettingsException;
import dev.zoneprobe.settings.SettingsFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AccessSettingsTest {
  private static AccessSettings read(String address, String keys) throws InvalidSettingsException {
    return SettingsFile.parse(
        "agent.yaml",
        "collector: {%s}".formatted(keys),
        root -> AccessSettings.read(root.section("collector"), address));
  }

  @Test
  void refusesToGiveTheTokenAway() {
    assertThatThrownBy(() -> read("collector.test:8790", "tokenFile: /token"))
        .hasMessage(
            "agent.yaml:1: collector.tokenFile: \"/token\": is sent with collector.tls only, or"
                + " else needs collector.insecure: true");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:8790", "127.0.0.2:8790", "[::1]:8790"})
  void sendsTheTokenInTheClearWithinThisMachine(String address) throws InvalidSettingsException {
    assertThat(read(address, "tokenFile: /token").tokenFile()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tokenFile: /token, insecure: true", "tokenFile: /token, tls: {}"})
  void sendsTheTokenWhereThatIsSaidOrHidden(String keys) throws InvalidSettingsException {
    assertThat(read("collector.test:8790", keys).tokenFile()).isPresent();
  }

  @Test
  void anEmptySectionMeansTlsWithTheAuthoritiesOfJava() throws InvalidSettingsException {
    assertThat(read("c:1", "").terms()).isEqualTo("without TLS");
    assertThat(read("c:1", "tls: {}").terms())
        .isEqualTo("over TLS, trusts the authorities of Java");
  }

  @Test
  void takesACertificateWithItsKeyOnly() {
    assertThatThrownBy(() -> read("c:1", "tls: {certificate: /c}"))
        .hasMessageContaining("collector.tls.certificate: \"/c\": certificate and key go together");
  }
}
