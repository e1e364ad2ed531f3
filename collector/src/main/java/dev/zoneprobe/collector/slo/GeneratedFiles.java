// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.slo;

import dev.zoneprobe.collector.slo.level.ServiceLevels;
import dev.zoneprobe.collector.slo.proof.TestFiles;
import dev.zoneprobe.collector.slo.rule.RuleFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// All files that objectives give, and whether a folder has them.
final class GeneratedFiles {
  private GeneratedFiles() {}

  /// The texts by their paths, relative to the folder of the rules.
  static SequencedMap<String, String> of(ServiceLevels levels, Path slo) {
    String source = Optional.ofNullable(slo.getFileName()).orElse(slo).toString();
    SequencedMap<String, String> files = RuleFiles.of(levels, source);
    files.putAll(TestFiles.of(levels, source));
    return files;
  }

  /// The files that are missing in a folder or have another text.
  static List<String> stale(ServiceLevels levels, Path slo, Path folder) throws IOException {
    List<String> stale = new ArrayList<>();
    for (Map.Entry<String, String> file : of(levels, slo).entrySet()) {
      Path path = folder.resolve(file.getKey());
      if (!Files.exists(path) || !Files.readString(path).equals(file.getValue())) {
        stale.add(path.toString());
      }
    }
    return stale;
  }
}
