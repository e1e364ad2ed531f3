// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.deploy.program;

import dev.zoneprobe.deploy.manifest.Json;
import dev.zoneprobe.deploy.manifest.Manifest;
import dev.zoneprobe.deploy.manifest.Repository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/// The script `k8s/certificates`, run as an operator does.
public final class CertificateScript {
  private CertificateScript() {}

  /// What it prints, as objects.
  public static List<Manifest> run() throws IOException {
    Process script =
        new ProcessBuilder(Repository.path("k8s/certificates").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String printed = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (script.onExit().join().exitValue() != 0) {
      throw new IOException("k8s/certificates failed");
    }
    return Json.ofYaml(printed).stream().map(Manifest::new).toList();
  }

  /// Writes what a Secret holds, as kubelet would.
  public static void write(Manifest secret, Path folder) throws IOException {
    Files.createDirectories(folder);
    for (var file : Json.map(secret.at("/data")).entrySet()) {
      Files.write(folder.resolve(file.getKey()), Base64.getDecoder().decode(file.getValue()));
    }
  }
}
