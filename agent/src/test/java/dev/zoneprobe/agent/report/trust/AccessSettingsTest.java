// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.report.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zoneprobe.settings.InvalidSettingsException;
import dev.zoneprobe.settings.SettingsFile;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AccessSettingsTest {
  private static AccessSettings read(String host, String keys) throws InvalidSettingsException {
    return SettingsFile.parse(
        "agent.yaml",
        "collector: {%s}".formatted(keys),
        root -> AccessSettings.read(root.section("collector"), List.of(host)));
  }

  @Test
  void refusesToGiveTheTokenAway() {
    assertThatThrownBy(() -> read("collector.test", "tokenFile: /token"))
        .hasMessage(
            "agent.yaml:1: collector.tokenFile: \"/token\": is sent with collector.tls only, or"
                + " else needs collector.insecure: true");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.2", "[::1]"})
  void sendsTheTokenInTheClearWithinThisMachine(String host) throws InvalidSettingsException {
    assertThat(read(host, "tokenFile: /token").tokenFile()).isPresent();
  }

  @Test
  void sendsTheTokenInTheClearOnlyIfAllCollectorsAreOnThisMachine() {
    assertThatThrownBy(() ->
            SettingsFile.parse(
                "agent.yaml",
                "collector: {tokenFile: /token}",
                root ->
                    AccessSettings.read(
                        root.section("collector"), List.of("localhost", "collector.test"))))
        .hasMessageContaining("collector.tokenFile");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tokenFile: /token, insecure: true", "tokenFile: /token, tls: {}"})
  void sendsTheTokenWhereThatIsSaidOrHidden(String keys) throws InvalidSettingsException {
    assertThat(read("collector.test", keys).tokenFile()).isPresent();
  }

  @Test
  void anEmptySectionMeansTlsWithTheAuthoritiesOfJava() throws InvalidSettingsException {
    assertThat(read("c", "").terms()).isEqualTo("without TLS");
    assertThat(read("c", "tls: {}").terms()).isEqualTo("over TLS, trusts the authorities of Java");
  }

  @Test
  void takesACertificateWithItsKeyOnly() {
    assertThatThrownBy(() -> read("c", "tls: {certificate: /c}"))
        .hasMessageContaining("collector.tls.certificate: \"/c\": certificate and key go together");
  }
}
