// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.benchmarks.load.snapshot;

import dev.zoneprobe.measure.Subject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Everything that an agent probes: peers in all zones first, then as many named targets as there
/// is room for.
public record Repertoire(List<Probing> probings) {
  /// Copies the list; refuses an empty one.
  public Repertoire {
    probings = List.copyOf(probings);
    if (probings.isEmpty()) {
      throw new IllegalArgumentException("too few series for a single probe; it takes 5");
    }
  }

  /// What makes at most `mostSeries` series; whole attempts rarely fill them exactly.
  public static Repertoire of(List<String> zones, int mostSeries) {
    Stream<Probing> wanted =
        Stream.concat(
            Probing.ofPeers(zones),
            IntStream.rangeClosed(1, mostSeries)
                .boxed()
                .flatMap(target -> Probing.ofTarget("target-" + target)));
    List<Probing> chosen = new ArrayList<>();
    int room = mostSeries;
    for (Probing probing : (Iterable<Probing>) wanted::iterator) {
      if (probing.phases().size() <= room) {
        chosen.add(probing);
        room -= probing.phases().size();
      }
    }
    return new Repertoire(chosen);
  }

  /// How many series a snapshot of it has.
  public int series() {
    return probings.stream().mapToInt(probing -> probing.phases().size()).sum();
  }

  /// How the peers in each zone are probed, by zone.
  Map<String, List<Probing>> ofPeersByZone() {
    return probings.stream()
        .filter(Probing::isOfPeer)
        .collect(
            Collectors.groupingBy(
                probing -> probing.subject().destinationZone(),
                LinkedHashMap::new,
                Collectors.toList()));
  }

  Map<Subject, List<Probing>> bySubject() {
    return probings.stream()
        .collect(Collectors.groupingBy(Probing::subject, LinkedHashMap::new, Collectors.toList()));
  }
}
