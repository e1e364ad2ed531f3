// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.tls;

import java.time.Instant;

/// Certificates that somebody has to renew in time. Thread-safe.
public interface Expiring {
  /// The key of the setting that names their file.
  String name();

  /// When the first of them ends to be valid, as they are now.
  Instant expiry();
}
