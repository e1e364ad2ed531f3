// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.deploy.manifest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Everything that one overlay would apply.
///
/// @param name of its folder
public record Overlay(String name, List<Manifest> manifests) {
  private static final Set<String> WORKLOADS = Set.of("DaemonSet", "StatefulSet", "Deployment");

  /// All overlays, as rendered.
  public static List<Overlay> all() throws IOException {
    try (Stream<Path> folders = Files.list(Repository.path("k8s/overlays"))) {
      return folders
          .map(folder -> rendered(folder.getFileName().toString()))
          .sorted(Comparator.comparing(Overlay::name))
          .toList();
    }
  }

  /// The overlay called `name`, as rendered.
  public static Overlay rendered(String name) {
    return of(name, Repository.text("k8s/rendered/" + name + ".yaml"));
  }

  /// An overlay of the documents of `yaml`.
  public static Overlay of(String name, String yaml) {
    return new Overlay(name, Json.ofYaml(yaml).stream().map(Manifest::new).toList());
  }

  /// Those of one kind.
  public Stream<Manifest> kind(String kind) {
    return manifests.stream().filter(manifest -> manifest.kind().equals(kind));
  }

  /// The one of a kind with a name.
  public Optional<Manifest> find(String kind, String name) {
    return kind(kind).filter(manifest -> manifest.name().equals(name)).findFirst();
  }

  /// Those that make pods.
  public Stream<Workload> workloads() {
    return manifests.stream()
        .filter(manifest -> WORKLOADS.contains(manifest.kind()))
        .map(Workload::new);
  }

  /// Those whose pods are selected by the labels under `pointer` of another object.
  public List<Workload> selectedBy(Manifest selecting, String pointer) {
    return workloads()
        .filter(workload -> Json.selects(selecting.at(pointer), workload.podLabels()))
        .toList();
  }
}
