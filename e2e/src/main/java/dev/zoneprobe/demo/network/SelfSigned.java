// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.demo.network;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// A certificate that vouches for itself, and a server's TLS with it.
///
/// @param certificate the file to trust, PEM
record SelfSigned(SSLContext context, Path certificate) {
  private static final String ALIAS = "server";
  private static final String PASSWORD = "only-for-this-run";

  /// Makes a new one, valid for 90 days, with the JDK's `keytool`.
  ///
  /// @param host the name that it is for
  /// @param folder for its files; stays the caller's
  static SelfSigned create(String host, Path folder) throws IOException {
    Path store = folder.resolve("server.p12");
    generate(host, store, folder.resolve("keytool.log"));
    try (InputStream in = Files.newInputStream(store)) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(in, PASSWORD.toCharArray());
      return new SelfSigned(context(keys), write(keys, folder.resolve("server.pem")));
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot use " + store, e);
    }
  }

  private static void generate(String host, Path store, Path log) throws IOException {
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    List<String> command =
        List.of(
            keytool,
            "-genkeypair",
            "-alias",
            ALIAS,
            "-keyalg",
            "EC",
            "-validity",
            "90", //
            "-dname",
            "CN=" + host,
            "-ext",
            "san=dns:" + host,
            "-ext",
            "bc=ca:true", //
            "-storetype",
            "PKCS12",
            "-keystore",
            store.toString(),
            "-storepass",
            PASSWORD);
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (process.onExit().join().exitValue() != 0) {
      throw new IOException("keytool made no certificate: " + Files.readString(log));
    }
  }

  private static SSLContext context(KeyStore keys) throws GeneralSecurityException {
    KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private static Path write(KeyStore keys, Path file) throws IOException, GeneralSecurityException {
    Base64.Encoder lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
    String text = lines.encodeToString(keys.getCertificate(ALIAS).getEncoded());
    return Files.writeString(
        file, "-----BEGIN CERTIFICATE-----\n" + text + "\n-----END CERTIFICATE-----\n");
  }
}
