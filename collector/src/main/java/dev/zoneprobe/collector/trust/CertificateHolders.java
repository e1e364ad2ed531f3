// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.trust;

import dev.zoneprobe.collector.trust.Verdict.Denied;
import dev.zoneprobe.collector.trust.Verdict.SpeaksFor;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

/// Callers that showed a certificate of an authority that is trusted: they speak for the nodes that
/// it names as DNS names or, if it has no alternative names at all, as its common name.
///
/// The handshake judged the certificate, too, but a connection lives longer than one, and a resumed
/// session has none: so it is judged again for each call, by the authorities and the time of now.
public final class CertificateHolders implements Authenticator {
  private static final int DNS_NAME = 2;

  private final Supplier<List<X509Certificate>> authorities;
  private final InstantSource clock;

  /// @param authorities those of now
  public CertificateHolders(Supplier<List<X509Certificate>> authorities, InstantSource clock) {
    this.authorities = authorities;
    this.clock = clock;
  }

  @Override
  public Verdict judge(Credentials shown) {
    if (shown.chain().isEmpty()) {
      return new Denied(Denial.NO_CERTIFICATE, "a client certificate is needed");
    }
    return mistrust(shown.chain()).<Verdict>map(why -> why).orElseGet(() -> named(shown));
  }

  private static Verdict named(Credentials shown) {
    Set<String> nodes = names(shown.chain().getFirst());
    return nodes.isEmpty()
        ? new Denied(Denial.NO_NODE, "the client certificate names no node")
        : new SpeaksFor(nodes);
  }

  private Optional<Denied> mistrust(List<X509Certificate> chain) {
    try {
      PKIXParameters terms = new PKIXParameters(anchors());
      terms.setRevocationEnabled(false);
      terms.setDate(Date.from(clock.instant()));
      CertPathValidator.getInstance("PKIX")
          .validate(CertificateFactory.getInstance("X.509").generateCertPath(chain), terms);
      return Optional.empty();
    } catch (CertPathValidatorException e) {
      String problem = "the client certificate is not trusted: " + e.getReason();
      return Optional.of(new Denied(Denial.UNTRUSTED_CERTIFICATE, problem));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the Java runtime cannot judge certificates", e);
    }
  }

  private Set<TrustAnchor> anchors() {
    return authorities.get().stream()
        .map(authority -> new TrustAnchor(authority, null))
        .collect(Collectors.toSet());
  }

  private static Set<String> names(X509Certificate certificate) {
    try {
      return Optional.ofNullable(certificate.getSubjectAlternativeNames())
          .map(CertificateHolders::dnsNames)
          .orElseGet(() -> commonNames(certificate));
    } catch (CertificateParsingException _) {
      return Set.of();
    }
  }

  private static Set<String> dnsNames(Collection<List<?>> alternatives) {
    return alternatives.stream()
        .filter(alternative -> Integer.valueOf(DNS_NAME).equals(alternative.getFirst()))
        .map(alternative -> String.valueOf(alternative.get(1)))
        .collect(Collectors.toSet());
  }

  private static Set<String> commonNames(X509Certificate certificate) {
    try {
      return new LdapName(certificate.getSubjectX500Principal().getName())
          .getRdns().stream()
              .filter(part -> part.getType().equalsIgnoreCase("CN"))
              .flatMap(
                  part -> part.getValue() instanceof String name ? Stream.of(name) : Stream.of())
              .collect(Collectors.toSet());
    } catch (InvalidNameException _) {
      return Set.of();
    }
  }
}
