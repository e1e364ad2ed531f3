// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.tls;

import dev.zoneprobe.watch.FileValue;
import dev.zoneprobe.watch.FileWatch;
import io.grpc.util.AdvancedTlsX509KeyManager;
import java.security.cert.X509Certificate;
import java.time.Instant;
import javax.net.ssl.X509ExtendedKeyManager;

/// The certificate that we show, as its files say now: connections keep what they began with, new
/// ones get the new one. Thread-safe.
public final class LiveIdentity implements Expiring {
  private final AdvancedTlsX509KeyManager keys = new AdvancedTlsX509KeyManager();
  private final FileValue<TlsIdentity> identity;

  /// Reads the files, and again whenever `watch` finds them changed.
  ///
  /// @param name the key of the settings' section that names the files
  /// @throws java.io.UncheckedIOException naming the file that cannot be used
  public LiveIdentity(FileWatch watch, String name, IdentityFiles files) {
    identity = watch.follow(name, files.paths(), files::read, this::show);
  }

  private void show(TlsIdentity shown) {
    keys.updateIdentityCredentials(shown.chain().toArray(X509Certificate[]::new), shown.key());
  }

  /// For a TLS context; always shows what is in force when a handshake begins.
  public X509ExtendedKeyManager keyManager() {
    return keys;
  }

  @Override
  public String name() {
    return identity.name();
  }

  /// When the first of its certificates ends to be valid.
  @Override
  public Instant expiry() {
    return identity.get().expiry();
  }
}
