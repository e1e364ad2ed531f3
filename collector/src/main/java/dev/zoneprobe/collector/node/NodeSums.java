// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.node;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.zoneprobe.measure.Label;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.PeerInterval;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What each node saw of others, and others of it, in the present minute and the nine before.
///
/// A node has a place once its own agent has reported, or another has and topology knows it: an
/// agent cannot make nodes up. What it says of those that exist is believed. Sums do not survive a
/// restart. Thread-safe: one lock, `nodes`, held while one snapshot is added, and while a reference
/// to each minute of each node is copied.
public final class NodeSums {
  /// Why something is in no sum.
  public enum LeftOut implements Label {
    /// As many nodes as may be are known.
    NO_ROOM,
    /// Attempts went to a node that neither topology nor an agent of its own has told of.
    UNKNOWN_NODE,
    /// A snapshot began before the ten minutes.
    TOO_OLD
  }

  private static final class Node {
    private final RoleWindow asSource;
    private final RoleWindow asDestination;
    private String zone;

    Node(String zone, RoleWindow asSource, RoleWindow asDestination) {
      this.zone = zone;
      this.asSource = asSource;
      this.asDestination = asDestination;
    }

    Node copy() {
      return new Node(zone, asSource.copy(), asDestination.copy());
    }

    boolean isEmpty(long current) {
      return asSource.isEmpty(current) && asDestination.isEmpty(current);
    }

    NodeSum sum(String name, Phase phase, long current, DurationTally scratch) {
      return new NodeSum(
          name,
          zone,
          asSource.sum(phase, current, scratch),
          asDestination.sum(phase, current, scratch));
    }
  }

  private final int mostNodes;
  private final Predicate<String> inTopology;
  private final InstantSource clock;
  private final Instant started;
  private final Object nodes = new Object();

  @GuardedBy("nodes")
  private final Map<String, Node> byName = new TreeMap<>();

  @GuardedBy("nodes")
  private final Map<LeftOut, Long> leftOut = new EnumMap<>(LeftOut.class);

  @GuardedBy("nodes")
  private final DurationTally scratch = new DurationTally();

  /// The minute in which nodes that nothing is seen of any more were last forgotten.
  @GuardedBy("nodes")
  private long swept;

  /// @param inTopology whether topology knows a node of this name
  public NodeSums(int mostNodes, Predicate<String> inTopology, InstantSource clock) {
    this.mostNodes = mostNodes;
    this.inTopology = inTopology;
    this.clock = clock;
    this.started = clock.instant();
  }

  /// Adds what `snapshot` tells of its source and of the peers that it probed.
  public void merge(IntervalSnapshot snapshot) {
    Sighting ofSource = Sighting.ofSource(snapshot);
    long current = minute(clock.instant());
    long first = Math.min(minute(snapshot.span().from()), current);
    long last = Math.min(minute(snapshot.span().to()), current);
    synchronized (nodes) {
      sweep(current);
      if (!RoleWindow.isRecent(first, current)) {
        count(LeftOut.TOO_OLD);
        return;
      }
      Node source = place(snapshot.source().node(), snapshot.source().zone());
      if (source != null) {
        source.zone = snapshot.source().zone();
        source.asSource.add(last, ofSource, scratch);
      }
      for (PeerInterval peer : snapshot.peers()) {
        Node destination = placeOfPeer(peer);
        if (destination != null) {
          destination.asDestination.add(last, Sighting.of(peer), scratch);
        }
      }
    }
  }

  @GuardedBy("nodes")
  private @Nullable Node placeOfPeer(PeerInterval peer) {
    if (!byName.containsKey(peer.node()) && !inTopology.test(peer.node())) {
      count(LeftOut.UNKNOWN_NODE);
      return null;
    }
    return place(peer.node(), peer.zone());
  }

  @GuardedBy("nodes")
  private @Nullable Node place(String name, String zone) {
    Node known = byName.get(name);
    if (known == null && byName.size() < mostNodes) {
      known = new Node(zone, new RoleWindow(), new RoleWindow());
      byName.put(name, known);
    }
    if (known == null) {
      count(LeftOut.NO_ROOM);
    }
    return known;
  }

  @GuardedBy("nodes")
  private void sweep(long current) {
    if (swept != current) {
      swept = current;
      byName.values().removeIf(node -> node.isEmpty(current));
    }
  }

  @GuardedBy("nodes")
  private void count(LeftOut why) {
    leftOut.merge(why, 1L, Long::sum);
  }

  private static long minute(Instant moment) {
    return Math.floorDiv(moment.getEpochSecond(), 60);
  }

  /// What was seen of each node lately, in the order of their names, with the durations of `phase`:
  /// [Phase#TCP_CONNECT] or [Phase#ROUND_TRIP]. A node of which nothing was seen is absent.
  public List<NodeSum> sums(Phase phase) {
    long current = minute(clock.instant());
    Map<String, Node> copies = new TreeMap<>();
    synchronized (nodes) {
      sweep(current);
      byName.forEach((name, node) -> copies.put(name, node.copy()));
    }
    DurationTally own = new DurationTally();
    List<NodeSum> sums = new ArrayList<>(copies.size());
    copies.forEach((name, node) -> sums.add(node.sum(name, phase, current, own)));
    return sums;
  }

  /// Nothing older is in the sums.
  public Instant since() {
    Instant oldest = Instant.ofEpochSecond(60 * (minute(clock.instant()) - RoleWindow.MINUTES + 1));
    return oldest.isAfter(started) ? oldest : started;
  }

  /// How many nodes have a place.
  public int size() {
    synchronized (nodes) {
      return byName.size();
    }
  }

  /// How often something was left out for this reason: a node in a snapshot, or for
  /// [LeftOut#TOO_OLD] a snapshot.
  public long leftOut(LeftOut why) {
    synchronized (nodes) {
      return leftOut.getOrDefault(why, 0L);
    }
  }
}
