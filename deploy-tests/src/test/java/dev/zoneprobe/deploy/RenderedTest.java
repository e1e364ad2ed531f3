// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.deploy.manifest.Kustomize;
import dev.zoneprobe.deploy.manifest.Overlay;
import dev.zoneprobe.deploy.manifest.Repository;
import dev.zoneprobe.deploy.manifest.RequiresKubectl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What the tests read in `k8s/rendered` is what the overlays mean.
final class RenderedTest {
  private static final String RENDER_AGAIN = "run k8s/render and look at what changed";

  /// Holds without kubectl, too: both sides of each rendering are the same as when `k8s/render`
  /// ran.
  @Test
  void nothingChangedSinceItWasRendered() throws IOException {
    Map<String, String> written =
        Repository.text("k8s/rendered/SHA256SUMS")
            .lines()
            .map(line -> line.split(" +", 2))
            .collect(Collectors.toMap(part -> part[1], part -> part[0]));

    assertThat(digests()).as(RENDER_AGAIN).containsExactlyInAnyOrderEntriesOf(written);
  }

  private static Map<String, String> digests() throws IOException {
    Path folder = Repository.path("k8s");
    Map<String, String> digests = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".yaml")).toList()) {
        digests.put(folder.relativize(file).toString(), digest(Files.readAllBytes(file)));
      }
    }
    return digests;
  }

  private static String digest(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Where there is no kubectl that can, the digests have to do: Debian's is older than components.
  @Test
  @RequiresKubectl
  void kubectlRendersTheSame() throws IOException {
    for (Overlay overlay : Overlay.all()) {
      assertThat(Kustomize.render(overlay.name()).manifests())
          .as(RENDER_AGAIN)
          .containsExactlyElementsOf(overlay.manifests());
    }
  }
}
