// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PemFileTest {
  private final HeldCertificate ecdsa = new HeldCertificate.Builder().ecdsa256().build();
  private final HeldCertificate rsa = new HeldCertificate.Builder().rsa2048().build();

  @TempDir private Path folder;

  @Test
  void readsEveryCertificateOfAFileWithTextBetweenThem() throws IOException {
    Path file = file("both.pem", "first:\n" + ecdsa.certificatePem() + rsa.certificatePem());

    assertThat(PemFile.certificates(file)).containsExactly(ecdsa.certificate(), rsa.certificate());
  }

  @Test
  void readsKeysOfEachKind() throws IOException {
    assertThat(PemFile.privateKey(file("ec.pem", ecdsa.privateKeyPkcs8Pem())))
        .isEqualTo(ecdsa.keyPair().getPrivate());
    assertThat(PemFile.privateKey(file("rsa.pem", rsa.privateKeyPkcs8Pem())))
        .isEqualTo(rsa.keyPair().getPrivate());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PRIVATE           | not an RSA, EC or EdDSA key",
        "ENCRYPTED PRIVATE | an encrypted key is not supported; convert it with: openssl pkcs8",
        "RSA PRIVATE       | not PKCS#8 but an RSA PRIVATE KEY, which is not supported; convert it",
        "PUBLIC            | no private key in PEM in this file",
      })
  void saysWhatIsWrongWithAKey(String kind, String problem) throws IOException {
    String text = "-----BEGIN %s KEY-----\nAAAA\n-----END %s KEY-----\n".formatted(kind, kind);
    Path file = file("key.pem", text);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> PemFile.privateKey(file))
        .withMessageContaining(problem);
  }

  @Test
  void saysThatACertificateIsBroken() throws IOException {
    Path file = file("broken.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> PemFile.certificates(file))
        .withMessageContaining("holds a broken certificate");
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
