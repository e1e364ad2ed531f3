// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.hash;

import java.nio.charset.StandardCharsets;

/// A hash that is the same in every process and version, for those who have to agree without
/// talking to each other. Not for secrets.
public final class StableHash {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private StableHash() {}

  /// FNV-1a of the UTF-8 bytes of `text`, mixed: FNV changes few high bits for texts that differ at
  /// their end, and those decide.
  public static long of(String text) {
    long hash = FNV_OFFSET;
    for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (each & 0xff)) * FNV_PRIME;
    }
    return mixed(hash);
  }

  /// Lets every bit of `hash` reach all others (the finalizer of SplitMix64, Steele, Lea and Flood,
  /// 2014).
  public static long mixed(long hash) {
    long once = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
    long twice = (once ^ (once >>> 27)) * 0x94d049bb133111ebL;
    return twice ^ (twice >>> 31);
  }
}
