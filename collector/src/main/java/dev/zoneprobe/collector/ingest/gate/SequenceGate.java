// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.ingest.gate;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.zoneprobe.collector.ingest.gate.Admission.Refusal;
import dev.zoneprobe.collector.ingest.gate.NodeBoots.Boot;
import dev.zoneprobe.measure.interval.IntervalSnapshot.Source;
import dev.zoneprobe.measure.interval.IntervalSnapshot.Span;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Lets each cut of each agent in once.
///
/// It remembers how far each boot of each node has come. Room is bounded: a new node takes the
/// place of the one that has been silent longest, if that was for more than [#FORGOTTEN_AFTER], and
/// is refused otherwise. An agent that was forgotten and delivers something again that is in
/// already would be let in twice. Thread-safe: one lock, `nodes`, held for one lookup.
public final class SequenceGate {
  /// Four months of an agent that cuts every 10 s.
  private static final long MOST_LOST_AT_ONCE = 1_000_000;

  /// How long a node must have been silent before its place may be taken.
  public static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

  private final int maxNodes;
  private final InstantSource clock;
  private final Object nodes = new Object();

  /// By name, the one that has been silent longest first.
  @GuardedBy("nodes")
  private final LinkedHashMap<String, NodeBoots> boots = new LinkedHashMap<>(16, 0.75f, true);

  @GuardedBy("nodes")
  private long forgotten;

  /// What the clock said last; nothing was reported later.
  @GuardedBy("nodes")
  private Instant latest = Instant.MIN;

  public SequenceGate(int maxNodes, InstantSource clock) {
    this.maxNodes = maxNodes;
    this.clock = clock;
  }

  /// Remembers what was known before a restart; later calls are about later reports. Of more nodes
  /// than there is room for, those that reported last are remembered.
  public void restore(Source source, long lastSequence, Instant reported) {
    synchronized (nodes) {
      if (boots.size() >= maxNodes && !boots.containsKey(source.node())) {
        boots.pollFirstEntry();
        forgotten++;
      }
      Boot boot = new Boot(source.zone(), lastSequence, reported, SilenceLimit.LEAST);
      remember(source, boot.reportedBy(now()));
    }
  }

  /// Decides about a snapshot of `source` that covers `span`, and remembers it if it is let in.
  ///
  /// @param follows the last of the boot's cuts that its agent believes to be in here, 0 if it
  ///   believes none is; absent if it says that nothing went elsewhere
  public Admission admit(Source source, Span span, OptionalLong follows) {
    synchronized (nodes) {
      Instant now = now();
      NodeBoots known = boots.get(source.node());
      if (known == null && !makeRoom(now)) {
        return new Admission.Refused(
            Refusal.TOO_MANY_AGENTS, maxNodes + " agents are reporting, which is the limit");
      }
      Optional<Boot> boot = Optional.ofNullable(known).flatMap(node -> node.find(source.bootId()));
      long before = boot.map(Boot::lastSequence).orElse(0L);
      if (span.firstSequence() <= before && before < span.lastSequence()) {
        return overlapping(span, before);
      }
      long last = Math.max(before, span.lastSequence());
      remember(source, new Boot(source.zone(), last, now, SilenceLimit.after(span)));
      return span.lastSequence() <= before
          ? new Admission.Duplicate()
          : new Admission.Admitted(lost(span, follows, boot.isPresent(), before));
    }
  }

  /// The cuts that should be in and are not. Of a boot that is new here, what came before its first
  /// snapshot is nobody's loss, unless its agent remembers that it was taken here. One frame cannot
  /// claim so many that later losses are too few to change the sum of all.
  private static long lost(Span span, OptionalLong follows, boolean known, long before) {
    long claimed = follows.orElse(known ? span.firstSequence() - 1 : 0);
    long last = Math.clamp(claimed, 0, span.firstSequence() - 1);
    return Math.clamp(last - before, 0, MOST_LOST_AT_ONCE);
  }

  /// The time. If the clock was ahead before, what was reported then counts as reported now, and
  /// ages from now on: its agent would seem to report until that time has come.
  @GuardedBy("nodes")
  private Instant now() {
    Instant now = clock.instant();
    if (now.isBefore(latest)) {
      boots.values().forEach(node -> node.reportedBy(now));
    }
    latest = now;
    return now;
  }

  @GuardedBy("nodes")
  private void remember(Source source, Boot boot) {
    NodeBoots node = boots.computeIfAbsent(source.node(), _ -> new NodeBoots());
    if (node.put(source.bootId(), boot)) {
      forgotten++;
    }
  }

  private static Admission overlapping(Span span, long before) {
    return new Admission.Refused(
        Refusal.OVERLAPPING_SPAN,
        "snapshots %d to %d overlap with those up to %d, which are in"
            .formatted(span.firstSequence(), span.lastSequence(), before));
  }

  /// How many agents of each zone are not silent, by zone.
  public SortedMap<String, Long> reportingByZone() {
    synchronized (nodes) {
      Instant now = now();
      return boots.values().stream()
          .map(NodeBoots::latest)
          .filter(boot -> !boot.silentFrom().isBefore(now))
          .collect(Collectors.groupingBy(Boot::zone, TreeMap::new, Collectors.counting()));
    }
  }

  /// An agent, as of its last report.
  ///
  /// @param silentFrom when it will be silent unless it reports again
  public record Reporter(
      String node,
      String zone,
      String bootId,
      long lastSequence,
      Instant reported,
      Instant silentFrom) {}

  /// All agents that are remembered, the one that has been silent longest first.
  public List<Reporter> reporters() {
    synchronized (nodes) {
      var _ = now();
      return boots.entrySet().stream()
          .map(node -> node.getValue().reporter(node.getKey()))
          .toList();
    }
  }

  /// How many nodes are remembered.
  public int known() {
    synchronized (nodes) {
      return boots.size();
    }
  }

  /// How many nodes, and boots of nodes, were forgotten to make room for others.
  public long forgotten() {
    synchronized (nodes) {
      return forgotten;
    }
  }

  @GuardedBy("nodes")
  private boolean makeRoom(Instant now) {
    if (boots.size() < maxNodes) {
      return true;
    }
    Iterator<Map.Entry<String, NodeBoots>> longestSilent = boots.entrySet().iterator();
    Boot latest = longestSilent.next().getValue().latest();
    if (latest.reported().isAfter(now.minus(FORGOTTEN_AFTER))) {
      return false;
    }
    longestSilent.remove();
    forgotten++;
    return true;
  }
}
