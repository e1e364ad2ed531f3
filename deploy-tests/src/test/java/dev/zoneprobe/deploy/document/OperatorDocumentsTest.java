// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.deploy.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zoneprobe.deploy.manifest.Overlay;
import dev.zoneprobe.deploy.manifest.Repository;
import dev.zoneprobe.deploy.manifest.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the operators' documents say about the manifests is what the manifests say.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OperatorDocumentsTest {
  private static final Pattern MANIFEST = Pattern.compile("k8s/[a-z-]*[a-z](/[a-z.-]*[a-z])?");

  private final List<Overlay> overlays = Overlay.all();

  OperatorDocumentsTest() throws IOException {}

  @Test
  void whatCollectorsMayAskTheApiIsDocumented() {
    assertThat(Table.under("docs/permissions.md", "Kubernetes API").first(5))
        .containsExactlyInAnyOrderElementsOf(all(Permissions::api));
  }

  @Test
  void whoMayConnectIsDocumented() {
    assertThat(Table.under("docs/permissions.md", "Who may connect").first(3))
        .containsExactlyInAnyOrderElementsOf(all(Permissions::incoming));
  }

  @Test
  void toWhereMayBeConnectedIsDocumented() {
    assertThat(Table.under("docs/permissions.md", "To where they may connect").first(3))
        .containsExactlyInAnyOrderElementsOf(all(Permissions::outgoing));
  }

  private Set<List<String>> all(Function<Overlay, Stream<List<String>>> rows) {
    return overlays.stream().flatMap(rows).collect(Collectors.toSet());
  }

  @Test
  void whatIsRequestedIsDocumented() {
    List<List<String>> requested =
        overlays.stream()
            .flatMap(overlay -> overlay.workloads().map(each -> requests(overlay, each)))
            .toList();

    assertThat(Table.under("docs/sizing.md", "What the overlays request").first(6))
        .containsExactlyInAnyOrderElementsOf(requested);
  }

  @ParameterizedTest
  @ValueSource(strings = {"results/container.md", "results/topology.md"})
  void whatThingsCostIsWhatWasMeasured(String file) {
    List<String> measured = rows(Repository.text("docs/" + file));
    String sizing = Repository.text("docs/sizing.md");
    int begin = sizing.indexOf("<!-- begin of %s -->".formatted(file));
    int end = sizing.indexOf("<!-- end of %s -->".formatted(file));

    assertThat(rows(sizing.substring(begin, end)))
        .as("docs/results/to-sizing copies them")
        .hasSizeGreaterThan(2)
        .isEqualTo(measured);
  }

  private static List<String> rows(String text) {
    return text.lines().filter(line -> line.startsWith("|")).toList();
  }

  private static List<String> requests(Overlay overlay, Workload workload) {
    JsonNode requests = workload.container().at("/resources/requests");
    JsonNode claim = workload.manifest().at("/spec/volumeClaimTemplates");
    return List.of(
        overlay.name(),
        workload.manifest().name(),
        workload.manifest().at("/spec/replicas").asText("a node"),
        requests.path("cpu").asText(),
        requests.path("memory").asText(),
        claim.at("/0/spec/resources/requests/storage").asText("none"));
  }

  @Test
  void everyFolderThatDocumentsNameExists() throws IOException {
    Set<String> missing = new TreeSet<>();
    try (Stream<Path> documents = Files.walk(Repository.path("docs"))) {
      for (Path document : documents.filter(path -> path.toString().endsWith(".md")).toList()) {
        MANIFEST
            .matcher(Files.readString(document))
            .results()
            .map(MatchResult::group)
            .filter(path -> !Files.exists(Repository.path(path)))
            .forEach(missing::add);
      }
    }

    assertThat(missing).isEmpty();
  }

  @Test
  void everyOverlayAndComponentIsDocumented() throws IOException {
    String text = Repository.text("docs/install.md");

    for (String folder : List.of("k8s/overlays", "k8s/components")) {
      try (Stream<Path> parts = Files.list(Repository.path(folder))) {
        assertThat(parts.map(part -> folder + "/" + part.getFileName()).toList())
            .allMatch(path -> text.contains("`" + path + "`"));
      }
    }
  }
}
