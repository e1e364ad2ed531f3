// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe;

import io.netty.util.concurrent.Future;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// What attempts have left to event loops and is not over yet: connections and sockets that wait to
/// be closed, lookups that nobody waits for. Thread-safe.
///
/// An attempt ends at its deadline also where the event loop is held up, as on a host that is short
/// of CPU; what it leaves takes memory until the event loop gets to it. An agent whose attempts
/// left too much begins none until some of it is over, or its heap would fill.
public final class Leftovers {
  /// How many there may be before no attempt begins. Those that are in flight by then still add
  /// theirs.
  public static final int MOST = 128;

  private final Set<Future<?>> ends = ConcurrentHashMap.newKeySet();

  /// Something is left, and over when `end` is done. It counts once, however often this is said.
  public void until(Future<?> end) {
    if (!end.isDone() && ends.add(end)) {
      end.addListener(_ -> ends.remove(end));
    }
  }

  /// Whether there are so many that no attempt should begin.
  public boolean areTooMany() {
    return ends.size() >= MOST;
  }
}
