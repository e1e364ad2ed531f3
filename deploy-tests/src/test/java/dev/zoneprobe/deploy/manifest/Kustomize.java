// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.deploy.manifest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The kubectl of this machine.
public final class Kustomize {
  private static final Pattern VERSION = Pattern.compile("\"gitVersion\": \"v1\\.(\\d+)");
  private static final int KNOWS_LABELS_AND_COMPONENTS = 27;

  private Kustomize() {}

  /// Whether there is one, and it is not too old.
  static boolean isInstalled() {
    try {
      Matcher version = VERSION.matcher(kubectl("version", "--client", "--output=json"));
      return version.find() && Integer.parseInt(version.group(1)) >= KNOWS_LABELS_AND_COMPONENTS;
    } catch (IOException _) {
      return false;
    }
  }

  /// What it makes of an overlay.
  public static Overlay render(String overlay) throws IOException {
    return render(overlay, Repository.path("k8s/overlays/" + overlay));
  }

  static Overlay render(String overlay, Path folder) throws IOException {
    return Overlay.of(overlay, kubectl("kustomize", folder.toString()));
  }

  private static String kubectl(String... arguments) throws IOException {
    Process kubectl =
        new ProcessBuilder(
                Stream.concat(Stream.of("kubectl"), List.of(arguments).stream()).toList())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String printed = new String(kubectl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (kubectl.onExit().join().exitValue() != 0) {
      throw new IOException("kubectl " + String.join(" ", arguments) + " failed");
    }
    return printed;
  }
}
