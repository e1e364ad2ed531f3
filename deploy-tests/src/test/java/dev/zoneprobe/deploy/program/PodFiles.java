// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.deploy.program;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zoneprobe.deploy.manifest.Json;
import dev.zoneprobe.deploy.manifest.Manifest;
import dev.zoneprobe.deploy.manifest.Workload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Files as pods would find them: those of Secrets and projected tokens, real ones, below one
/// folder.
final class PodFiles {
  private static final Path FOLDER = written();
  private static final String OWN_TOKEN = "/var/run/secrets/kubernetes.io/serviceaccount";

  private PodFiles() {}

  private static Path written() {
    try {
      Path folder = Files.createTempDirectory("zoneprobe-pod");
      for (Manifest secret : CertificateScript.run().objects()) {
        if (secret.kind().equals("Secret")) {
          CertificateScript.write(secret, folder.resolve(secret.name()));
          CertificateScript.write(secret, folder.resolve("account"));
        }
      }
      Files.writeString(Files.createDirectories(folder.resolve("account")).resolve("token"), "a");
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A program's configuration with paths that lead to these files; those of files that no volume
  /// of the pod has lead nowhere.
  static String resolved(String configuration, Workload workload) {
    String text = configuration;
    for (JsonNode mount : workload.container().path("volumeMounts")) {
      Optional<String> folder = folder(workload, mount.path("name").asText());
      if (folder.isPresent()) {
        text = text.replace(mount.path("mountPath").asText() + "/", FOLDER + folder.get() + "/");
      }
    }
    return workload.pod().path("automountServiceAccountToken").asBoolean()
        ? text.replace(OWN_TOKEN, FOLDER + "/account")
        : text;
  }

  private static Optional<String> folder(Workload workload, String volume) {
    return Json.each(workload.pod().path("volumes"))
        .filter(each -> each.path("name").asText().equals(volume))
        .filter(each -> each.has("secret") || each.has("projected"))
        .map(each -> "/" + each.at("/secret/secretName").asText("account"))
        .findFirst();
  }

  /// Whether a path that was resolved leads to one of these files.
  static boolean has(Path path) {
    return path.startsWith(FOLDER) && Files.exists(path);
  }
}
