// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.trust;

/// Judges callers by what they show. Thread-safe; never throws for what a caller sent.
public interface Authenticator {
  /// Which nodes the caller speaks for, or why it does not.
  Verdict judge(Credentials shown);
}
