// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.deploy.program;

import dev.zoneprobe.deploy.manifest.Json;
import dev.zoneprobe.deploy.manifest.Manifest;
import dev.zoneprobe.deploy.manifest.Repository;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/// The script `k8s/certificates`, run as an operator does.
public final class CertificateScript {
  private CertificateScript() {}

  /// How it ended, and what it printed.
  public record Ended(int exitCode, String printed) {
    /// What was printed, as objects.
    ///
    /// @throws IOException if it failed
    public List<Manifest> objects() throws IOException {
      if (exitCode != 0) {
        throw new IOException("k8s/certificates failed");
      }
      return Json.ofYaml(printed).stream().map(Manifest::new).toList();
    }
  }

  /// Runs it with the programs of this machine.
  public static Ended run() throws IOException {
    return run(List.of());
  }

  /// Runs it on a machine on which the programs in `folders` come before those of this one.
  public static Ended run(List<Path> folders) throws IOException {
    ProcessBuilder script =
        new ProcessBuilder(Repository.path("k8s/certificates").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    script.environment().merge("PATH", path(folders), (own, first) -> first + own);
    Process running = script.start();
    String printed = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(running.onExit().join().exitValue(), printed);
  }

  private static String path(List<Path> folders) {
    return folders.stream()
        .map(folder -> folder + File.pathSeparator)
        .collect(Collectors.joining());
  }

  /// Writes what a Secret holds, as kubelet would.
  public static void write(Manifest secret, Path folder) throws IOException {
    Files.createDirectories(folder);
    for (var file : Json.map(secret.at("/data")).entrySet()) {
      Files.write(folder.resolve(file.getKey()), Base64.getDecoder().decode(file.getValue()));
    }
  }
}
