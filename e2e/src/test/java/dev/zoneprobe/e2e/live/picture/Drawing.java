// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.live.picture;

/// Something that fits into any rectangle of a [Sheet].
@FunctionalInterface
public interface Drawing {
  /// As SVG, from 0 to `width` and from 0 to `height`.
  String svg(int width, int height);
}
