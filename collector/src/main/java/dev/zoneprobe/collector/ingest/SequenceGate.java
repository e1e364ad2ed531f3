// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.ingest;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.zoneprobe.collector.ingest.Admission.Refusal;
import dev.zoneprobe.measure.interval.IntervalSnapshot.Source;
import dev.zoneprobe.measure.interval.IntervalSnapshot.Span;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Lets each cut of each agent in once.
///
/// It remembers, for each node, the boot id and the last sequence number that came. Another boot id
/// begins anew. Room is bounded: a newcomer takes the place of the agent that has been silent
/// longest, if that was for more than [#FORGOTTEN_AFTER], and is refused otherwise. An agent that
/// was forgotten and delivers something again that is in already would be let in twice.
/// Thread-safe: one lock, `agents`, held for one lookup.
public final class SequenceGate {
  /// How long an agent must have been silent before its place may be taken.
  public static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

  private final int maxAgents;
  private final InstantSource clock;
  private final Object agents = new Object();

  /// By node, the one that has been silent longest first.
  @GuardedBy("agents")
  private final LinkedHashMap<String, Agent> lastSeen = new LinkedHashMap<>(16, 0.75f, true);

  @GuardedBy("agents")
  private long forgotten;

  public SequenceGate(int maxAgents, InstantSource clock) {
    this.maxAgents = maxAgents;
    this.clock = clock;
  }

  private record Agent(String zone, String bootId, long lastSequence, Instant reported) {}

  /// Decides about a snapshot of `source` that covers `span`, and remembers it if it is let in.
  Admission admit(Source source, Span span) {
    Instant now = clock.instant();
    synchronized (agents) {
      Agent known = lastSeen.get(source.node());
      if (known == null && !makeRoom(now)) {
        return new Admission.Refused(
            Refusal.TOO_MANY_AGENTS, maxAgents + " agents are reporting, which is the limit");
      }
      long before =
          known != null && known.bootId().equals(source.bootId())
              ? known.lastSequence()
              : span.firstSequence() - 1;
      if (span.firstSequence() <= before && before < span.lastSequence()) {
        return overlapping(span, before);
      }
      long last = Math.max(before, span.lastSequence());
      lastSeen.put(source.node(), new Agent(source.zone(), source.bootId(), last, now));
      return span.lastSequence() <= before
          ? new Admission.Duplicate()
          : new Admission.Admitted(span.firstSequence() - before - 1);
    }
  }

  private static Admission overlapping(Span span, long before) {
    return new Admission.Refused(
        Refusal.OVERLAPPING_SPAN,
        "snapshots %d to %d overlap with those up to %d, which are in"
            .formatted(span.firstSequence(), span.lastSequence(), before));
  }

  /// How many agents of each zone reported within the last `recently`, by zone.
  public SortedMap<String, Long> reportingByZone(Duration recently) {
    Instant since = clock.instant().minus(recently);
    synchronized (agents) {
      return lastSeen.values().stream()
          .filter(agent -> !agent.reported().isBefore(since))
          .collect(Collectors.groupingBy(Agent::zone, TreeMap::new, Collectors.counting()));
    }
  }

  /// How many agents are remembered.
  int known() {
    synchronized (agents) {
      return lastSeen.size();
    }
  }

  /// How many agents were forgotten to make room for others.
  long forgotten() {
    synchronized (agents) {
      return forgotten;
    }
  }

  @GuardedBy("agents")
  private boolean makeRoom(Instant now) {
    if (lastSeen.size() < maxAgents) {
      return true;
    }
    Iterator<Map.Entry<String, Agent>> longestSilent = lastSeen.entrySet().iterator();
    if (longestSilent.next().getValue().reported().isAfter(now.minus(FORGOTTEN_AFTER))) {
      return false;
    }
    longestSilent.remove();
    forgotten++;
    return true;
  }
}
