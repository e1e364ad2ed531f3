// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.ingest.gate;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.zoneprobe.measure.Label;
import dev.zoneprobe.measure.NanoClock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Notices that several agents have one node name: their streams end each other by turns, and the
/// agents see only that theirs do not last.
///
/// Streams that give way are counted. A node is told of in the log, once an hour, when boots whose
/// streams had given way to others' came back some times; an agent that is started again never
/// does. Of more than 1,000 nodes within an hour only the first are looked at. Thread-safe.
public final class SharedNames {
  private static final Logger LOG = LoggerFactory.getLogger(SharedNames.class);
  private static final Duration REMEMBERED = Duration.ofHours(1);
  private static final int MOST_NODES = 1_000;
  private static final int MOST_BOOTS = 8;
  private static final int RETURNS_OF_SEVERAL = 3;

  private final NanoClock clock;
  private final Counter gaveWay;

  /// The one that is remembered for longest first.
  @GuardedBy("this")
  private final LinkedHashMap<String, Turns> nodes = new LinkedHashMap<>();

  public SharedNames(MeterRegistry meters, NanoClock clock) {
    this.clock = clock;
    this.gaveWay =
        Counter.builder("zoneprobe.collector.streams.gave.way")
            .description("Streams that were ended because their node had two newer ones")
            .register(meters);
  }

  /// A stream of `node` was ended for a newer one.
  ///
  /// @param older the boot of its agent
  /// @param newer that of the one whose stream is newer
  void gaveWay(String node, String older, String newer) {
    gaveWay.increment();
    if (Label.isAllowed(node) && Label.isAllowed(older) && isToTell(node, older, newer)) {
      LOG.warn(
          "several agents say that they are node {}: their streams end each other, and none delivers"
              + " for long; give each a node.name of its own (said once an hour)",
          node);
    }
  }

  private synchronized boolean isToTell(String node, String older, String newer) {
    forgetOld();
    if (nodes.size() >= MOST_NODES && !nodes.containsKey(node)) {
      return false;
    }
    return nodes.computeIfAbsent(node, _ -> new Turns(clock.nanos())).isSharedNow(older, newer);
  }

  @GuardedBy("this")
  private void forgetOld() {
    Map.Entry<String, Turns> first = nodes.firstEntry();
    while (first != null && clock.nanos() - first.getValue().since >= REMEMBERED.toNanos()) {
      nodes.pollFirstEntry();
      first = nodes.firstEntry();
    }
  }

  /// Which boots of a node gave way to others, and how often such a one came back.
  private static final class Turns {
    private final long since;
    private final Set<String> gaveWay = new LinkedHashSet<>();
    private int returns;

    Turns(long since) {
      this.since = since;
    }

    /// True once: when it has become clear.
    boolean isSharedNow(String older, String newer) {
      boolean cameBack = !older.equals(newer) && gaveWay.contains(newer);
      if (!older.equals(newer) && gaveWay.size() < MOST_BOOTS) {
        gaveWay.add(older);
      }
      return cameBack && ++returns == RETURNS_OF_SEVERAL;
    }
  }
}
