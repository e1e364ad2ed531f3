// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.ingest;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The streams that each node delivers on: the two newest, so that one node cannot keep all threads
/// busy.
///
/// Two, because an agent may start before its predecessor on the node has stopped, and because a
/// stream whose connection was cut may linger for a while. Thread-safe.
final class NodeStreams {
  private static final int MOST = 2;

  /// By node, the oldest first.
  @GuardedBy("this")
  private final Map<String, Deque<Delivery>> open = new HashMap<>();

  /// Notes that `stream` delivers for `node`, and ends the node's oldest if it is one too many.
  void add(String node, Delivery stream) {
    added(node, stream).ifPresent(Delivery::giveWay);
  }

  private synchronized Optional<Delivery> added(String node, Delivery stream) {
    Deque<Delivery> streams = open.computeIfAbsent(node, _ -> new ArrayDeque<>());
    streams.add(stream);
    return streams.size() > MOST ? Optional.of(streams.removeFirst()) : Optional.empty();
  }

  /// Notes that `stream` has ended.
  synchronized void remove(String node, Delivery stream) {
    open.computeIfPresent(
        node,
        (_, streams) -> {
          streams.remove(stream);
          return streams.isEmpty() ? null : streams;
        });
  }
}
