// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.zoneprobe.agent.target.Endpoint;
import dev.zoneprobe.measure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.cert.CertificateExpiredException;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TlsTrustTest {
  @TempDir private Path folder;

  @Test
  void trustsTheJavaRuntimesAuthoritiesByDefault() {
    assertThat(TlsTrust.of(Endpoint.Tls.DEFAULT).getAcceptedIssuers()).isNotEmpty();
  }

  @Test
  void trustsOnlyTheAuthoritiesOfTheFile() throws IOException {
    Path both = folder.resolve("both.pem");
    Path first = new TestAuthority().trustedFrom(folder).authorities().orElseThrow();
    Files.copy(first, both);
    Path second = new TestAuthority().trustedFrom(folder).authorities().orElseThrow();
    Files.writeString(both, Files.readString(second), StandardOpenOption.APPEND);

    assertThat(TlsTrust.of(naming(both)).getAcceptedIssuers()).hasSize(2);
  }

  @Test
  void namesTheFileThatIsMissing() {
    Path missing = folder.resolve("missing.pem");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> TlsTrust.of(naming(missing)))
        .withMessageContaining("cannot read authorities from " + missing);
  }

  @Test
  void namesTheFileThatIsEmpty() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty.pem"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> TlsTrust.of(naming(empty)))
        .withMessage("no certificate in " + empty);
  }

  @Test
  void namesTheFileThatHoldsSomethingElse() throws IOException {
    Path other = Files.writeString(folder.resolve("other.pem"), "interval: 10s\n");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> TlsTrust.of(naming(other)))
        .withMessageContaining(other.toString());
  }

  @Test
  void tellsATroubledCertificateFromATroubledHandshake() {
    Throwable expired =
        new SSLHandshakeException("PKIX").initCause(new CertificateExpiredException("yesterday"));

    assertThat(TlsTrust.handshakeFailure(expired)).isEqualTo(Failure.TLS_CERTIFICATE);
    assertThat(TlsTrust.handshakeFailure(new SSLHandshakeException("no cipher in common")))
        .isEqualTo(Failure.TLS_HANDSHAKE);
  }

  private static Endpoint.Tls naming(Path file) {
    return new Endpoint.Tls(Optional.of(file), Optional.empty());
  }
}
