// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.telemetry;

import java.util.Optional;

/// The version that this build was released as.
public final class BuildVersion {
  private BuildVersion() {}

  /// As the jar's manifest says; `unreleased` when the classes do not come from a jar of ours.
  public static String text() {
    return Optional.ofNullable(BuildVersion.class.getPackage().getImplementationVersion())
        .orElse("unreleased");
  }
}
