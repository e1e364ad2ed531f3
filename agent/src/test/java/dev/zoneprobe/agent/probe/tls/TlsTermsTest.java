// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.zoneprobe.agent.probe.TestAuthority;
import dev.zoneprobe.agent.target.Endpoint;
import dev.zoneprobe.measure.Failure;
import java.lang.management.ManagementFactory;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.Test;

final class TlsTermsTest {
  @Test
  void trustsTheJavaRuntimesAuthoritiesByDefault() {
    assertThat(accepted(Endpoint.Tls.DEFAULT)).hasSizeGreaterThan(10);
  }

  /// Some hundred of them: an agent with 500 targets would have 1,000 copies.
  @Test
  void allTargetsShareWhatTrustsTheJavaRuntimesAuthorities() {
    X509Certificate unknown = new TestAuthority().certificate("shop.test").certificate();
    TlsTerms first = new TlsTerms(Endpoint.Tls.DEFAULT);
    for (int warmUp = 0; warmUp < 10; warmUp++) {
      refuse(first, unknown);
    }

    long begin = allocated();
    refuse(first, unknown);
    long again = allocated() - begin;
    begin = allocated();
    refuse(new TlsTerms(Endpoint.Tls.DEFAULT), unknown);
    long firstOfAnother = allocated() - begin;

    assertThat(firstOfAnother - again).isLessThan(8 << 10);
  }

  private static void refuse(TlsTerms terms, X509Certificate unknown) {
    assertThatThrownBy(() ->
            terms
                .judge(_ -> {})
                .checkServerTrusted(new X509Certificate[] {unknown}, "RSA", (SSLEngine) null))
        .isInstanceOf(CertificateException.class);
  }

  @Test
  void whatOneTargetNotesOfACertificateIsNotToldToAnother() throws Exception {
    List<Instant> ofFirst = new ArrayList<>();
    List<Instant> ofSecond = new ArrayList<>();
    X509ExtendedTrustManager first = new TlsTerms(Endpoint.Tls.DEFAULT).judge(ofFirst::add);
    X509ExtendedTrustManager _ = new TlsTerms(Endpoint.Tls.DEFAULT).judge(ofSecond::add);
    X509Certificate unknown = new TestAuthority().certificate("shop.test").certificate();

    assertThatThrownBy(() ->
            first.checkServerTrusted(new X509Certificate[] {unknown}, "RSA", (SSLEngine) null))
        .isInstanceOf(CertificateException.class);

    assertThat(ofFirst).hasSize(1);
    assertThat(ofSecond).isEmpty();
  }

  private static long allocated() {
    return ManagementFactory.getPlatformMXBean(ThreadMXBean.class).getCurrentThreadAllocatedBytes();
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
