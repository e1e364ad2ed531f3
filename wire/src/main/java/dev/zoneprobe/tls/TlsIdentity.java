// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.tls;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/// Who we say that we are: a certificate, and the key that proves it.
///
/// @param chain the certificate first, then those that lead to its authority; never empty
/// @param key belongs to the certificate; not part of the text form
public record TlsIdentity(List<X509Certificate> chain, PrivateKey key) {
  private static final byte[] SIGNED = "whose key is it?".getBytes(StandardCharsets.US_ASCII);

  /// Refuses a key that belongs to another certificate.
  public TlsIdentity {
    chain = List.copyOf(chain);
    if (!belongTogether(chain.getFirst().getPublicKey(), key)) {
      throw new IllegalArgumentException("the key is not that of the certificate");
    }
  }

  /// When the first certificate of the chain ends to be valid.
  public Instant expiry() {
    return firstExpiry(chain);
  }

  static Instant firstExpiry(List<X509Certificate> certificates) {
    return certificates.stream()
        .map(certificate -> certificate.getNotAfter().toInstant())
        .min(Comparator.naturalOrder())
        .orElseThrow();
  }

  private static boolean belongTogether(PublicKey certified, PrivateKey key) {
    try {
      Signature signature = Signature.getInstance(signatureOf(key));
      signature.initSign(key);
      signature.update(SIGNED);
      byte[] signed = signature.sign();
      signature.initVerify(certified);
      signature.update(SIGNED);
      return signature.verify(signed);
    } catch (GeneralSecurityException _) {
      return false; // a key for another algorithm
    }
  }

  private static String signatureOf(PrivateKey key) {
    return switch (key.getAlgorithm()) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      default -> key.getAlgorithm();
    };
  }

  @Override
  public String toString() {
    return chain.getFirst().getSubjectX500Principal().getName();
  }
}
