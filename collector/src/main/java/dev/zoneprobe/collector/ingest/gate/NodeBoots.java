// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.ingest.gate;

import dev.zoneprobe.measure.interval.IntervalSnapshot.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// How far each boot of one node has come. Not thread-safe.
///
/// A restarted agent may still deliver what its predecessor cut, so a few boots are remembered: the
/// [Source#MOST_BOOTS] that reported last.
final class NodeBoots {
  /// One run of an agent.
  ///
  /// @param patience how long it may be silent
  record Boot(String zone, long lastSequence, Instant reported, Duration patience) {
    Instant silentFrom() {
      return reported.plus(patience);
    }

    /// The same, reported at `now` if it was later.
    Boot reportedBy(Instant now) {
      return reported.isAfter(now) ? new Boot(zone, lastSequence, now, patience) : this;
    }
  }

  /// By boot id, the one that reported last at the end.
  private final LinkedHashMap<String, Boot> boots = new LinkedHashMap<>(2, 0.75f, true);

  Optional<Boot> find(String bootId) {
    return Optional.ofNullable(boots.get(bootId));
  }

  /// Remembers a report; returns whether a boot had to be forgotten for it.
  boolean put(String bootId, Boot boot) {
    boots.put(bootId, boot);
    if (boots.size() <= Source.MOST_BOOTS) {
      return false;
    }
    boots.pollFirstEntry();
    return true;
  }

  /// What was reported after `now` counts as reported then.
  void reportedBy(Instant now) {
    boots.replaceAll((_, boot) -> boot.reportedBy(now));
  }

  /// The one that reported last; every node has one.
  Boot latest() {
    return last().getValue();
  }

  /// The same, as what the node's agent is known by.
  SequenceGate.Reporter reporter(String node) {
    Map.Entry<String, Boot> last = last();
    Boot boot = last.getValue();
    return new SequenceGate.Reporter(
        node, boot.zone(), last.getKey(), boot.lastSequence(), boot.reported(), boot.silentFrom());
  }

  private Map.Entry<String, Boot> last() {
    Map.Entry<String, Boot> last = boots.lastEntry();
    if (last == null) {
      throw new IllegalStateException("a node without a boot");
    }
    return last;
  }
}
