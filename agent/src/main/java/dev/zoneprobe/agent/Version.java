// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IVersionProvider;

/// Which agent this is, as its jar's manifest says.
final class Version implements IVersionProvider {
  static final String TEXT = text(Version.class.getPackage().getImplementationVersion());

  private static String text(@Nullable String fromManifest) {
    return fromManifest == null ? "development" : fromManifest;
  }

  @Override
  public String[] getVersion() {
    return new String[] {"zoneprobe-agent " + TEXT, "Java " + Runtime.version()};
  }
}
