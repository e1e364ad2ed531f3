// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.deploy.manifest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// A copy of `k8s`, in which an operator makes an overlay beside ours.
///
/// @param k8s the copy
public record Composition(Path k8s) {
  /// Copies everything into an empty folder.
  public static Composition in(Path folder) throws IOException {
    Path original = Repository.path("k8s");
    try (Stream<Path> files = Files.walk(original)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = folder.resolve(original.relativize(file).toString());
        Files.createDirectories(copy.resolveSibling(""));
        Files.copy(file, copy);
      }
    }
    return new Composition(folder);
  }

  /// What kubectl makes of an overlay with this `kustomization.yaml`, and with copies of both
  /// configurations beside it.
  ///
  /// @param name of the overlay that it builds on, whose rules it is held to
  /// @throws IOException if kubectl refuses it
  public Overlay render(String name, String kustomization) throws IOException {
    Path folder = Files.createDirectories(k8s.resolve("overlays/example"));
    Files.writeString(folder.resolve("kustomization.yaml"), kustomization);
    copy("base/agent/agent.yaml", folder);
    copy("overlays/production/store/collector.yaml", folder);
    return Kustomize.render(name, folder);
  }

  private void copy(String file, Path folder) throws IOException {
    Path from = k8s.resolve(file);
    Files.writeString(folder.resolve(from.getFileName()), Files.readString(from));
  }
}
