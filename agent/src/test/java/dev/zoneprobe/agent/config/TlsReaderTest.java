// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zoneprobe.agent.target.Endpoint;
import dev.zoneprobe.settings.InvalidSettingsException;
import dev.zoneprobe.settings.SettingsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TlsReaderTest {
  private final HeldCertificate ecdsa = new HeldCertificate.Builder().ecdsa256().build();
  private final HeldCertificate rsa = new HeldCertificate.Builder().rsa2048().build();

  @TempDir private Path folder;

  @Test
  void namesLineKeyAndFileOfWhatIsNotPem() throws IOException {
    Path yaml = file("other.yaml", "interval: 10s\n");

    assertThatThrownBy(() -> tls("authorities: " + yaml))
        .hasMessage(
            "agent.yaml:2: targets[0].tls.authorities: \"%s\": no certificate in PEM in this file"
                .formatted(yaml));
  }

  @Test
  void takesACertificateOnlyWithItsOwnKey() throws IOException {
    Path certificate = file("certificate.pem", ecdsa.certificatePem());
    Path other = file("key.pem", rsa.privateKeyPkcs8Pem());

    assertThatThrownBy(() -> tls("certificate: %s, key: %s".formatted(certificate, other)))
        .hasMessageContaining("tls.key")
        .hasMessageContaining("the key is not that of the certificate");
    assertThatThrownBy(() -> tls("certificate: " + certificate))
        .hasMessageContaining("certificate and key go together");
  }

  @Test
  void filesThatSayTheSameMakeTheSameTarget() throws Exception {
    String files =
        "authorities: %s, certificate: %s, key: %s"
            .formatted(
                file("ca.pem", rsa.certificatePem()),
                file("certificate.pem", ecdsa.certificatePem()),
                file("key.pem", ecdsa.privateKeyPkcs8Pem()));

    Endpoint read = tls(files);

    assertThat(tls(files)).isEqualTo(read);
    assertThat(read.toString()).doesNotContain(ecdsa.privateKeyPkcs8Pem());
  }

  private static Endpoint tls(String keys) throws InvalidSettingsException {
    String text =
        """
        collector: {address: 'c:1'}
        targets: [{name: t, url: 'https://h', tls: {%s}}]
        """
            .formatted(keys);
    return SettingsFile.parse("agent.yaml", text, root -> AgentSettings.read(root, Map.of()))
        .targets()
        .getFirst()
        .endpoint();
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
