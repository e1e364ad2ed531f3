// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.agent.probe.TestAuthority;
import dev.zoneprobe.agent.target.Endpoint;
import dev.zoneprobe.measure.Failure;
import java.security.cert.CertificateExpiredException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

final class TlsTermsTest {
  @Test
  void trustsTheJavaRuntimesAuthoritiesByDefault() {
    assertThat(accepted(Endpoint.Tls.DEFAULT)).hasSizeGreaterThan(10);
  }

  @Test
  void trustsOnlyTheAuthoritiesThatAreNamed() {
    X509Certificate one = new TestAuthority().certificate();
    X509Certificate other = new TestAuthority().certificate();

    X509Certificate[] accepted = accepted(Endpoint.Tls.DEFAULT.trusting(List.of(one, other)));

    assertThat(accepted).containsExactlyInAnyOrder(one, other);
  }

  @Test
  void tellsATroubledCertificateFromATroubledHandshake() {
    Throwable expired =
        new SSLHandshakeException("PKIX").initCause(new CertificateExpiredException("yesterday"));

    assertThat(TlsTerms.handshakeFailure(expired)).isEqualTo(Failure.TLS_CERTIFICATE);
    assertThat(TlsTerms.handshakeFailure(new SSLHandshakeException("no cipher in common")))
        .isEqualTo(Failure.TLS_HANDSHAKE);
  }

  private static X509Certificate[] accepted(Endpoint.Tls tls) {
    return new TlsTerms(tls).judge(_ -> {}).getAcceptedIssuers();
  }
}
