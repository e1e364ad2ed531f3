// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Certificates and keys in PEM (RFC 7468). What is wrong with a file is said without naming it:
/// whoever asks knows.
public final class PemFile {
  private static final long MAX_BYTES = 4 << 20;
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\s([A-Za-z0-9+/=\\s]*)-----END \\1-----");
  private static final List<String> KEY_ALGORITHMS = List.of("EC", "RSA", "EdDSA");
  private static final String CONVERT = "; convert it with: openssl pkcs8 -topk8 -nocrypt";

  private PemFile() {}

  /// The certificates in `file`, in its order; at least one.
  ///
  /// @throws IllegalArgumentException saying what is wrong
  public static List<X509Certificate> certificates(Path file) {
    List<X509Certificate> certificates =
        blocks(text(file))
            .filter(block -> block.group(1).equals("CERTIFICATE"))
            .map(PemFile::certificate)
            .toList();
    if (certificates.isEmpty()) {
      throw new IllegalArgumentException("no certificate in PEM in this file");
    }
    return certificates;
  }

  /// What `reader` makes of `file`.
  ///
  /// @throws IllegalArgumentException as it does, naming the file
  static <T> T named(Path file, Function<Path, T> reader) {
    try {
      return reader.apply(file);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  /// The private key in `file`: PKCS#8, not encrypted, RSA, EC or EdDSA.
  ///
  /// @throws IllegalArgumentException saying what is wrong
  public static PrivateKey privateKey(Path file) {
    MatchResult block =
        blocks(text(file))
            .filter(found -> found.group(1).endsWith("PRIVATE KEY"))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no private key in PEM in this file"));
    return switch (block.group(1)) {
      case "PRIVATE KEY" -> privateKey(bytes(block));
      case "ENCRYPTED PRIVATE KEY" ->
          throw new IllegalArgumentException("an encrypted key is not supported" + CONVERT);
      default ->
          throw new IllegalArgumentException(
              "not PKCS#8 but an " + block.group(1) + ", which is not supported" + CONVERT);
    };
  }

  private static PrivateKey privateKey(byte[] encoded) {
    PKCS8EncodedKeySpec key = new PKCS8EncodedKeySpec(encoded);
    return KEY_ALGORITHMS.stream()
        .flatMap(algorithm -> privateKey(key, algorithm).stream())
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("not an RSA, EC or EdDSA key"));
  }

  private static Optional<PrivateKey> privateKey(PKCS8EncodedKeySpec key, String algorithm) {
    try {
      return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(key));
    } catch (InvalidKeySpecException _) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the Java runtime lacks " + algorithm, e);
    }
  }

  private static X509Certificate certificate(MatchResult block) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(bytes(block)));
    } catch (CertificateException e) {
      throw new IllegalArgumentException("holds a broken certificate: " + e.getMessage(), e);
    }
  }

  private static byte[] bytes(MatchResult block) {
    return Base64.getMimeDecoder().decode(block.group(2));
  }

  private static Stream<MatchResult> blocks(String text) {
    return BLOCK.matcher(text).results();
  }

  private static String text(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new IllegalArgumentException("larger than 4 MiB");
      }
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new IllegalArgumentException("no readable file", e);
    }
  }
}
