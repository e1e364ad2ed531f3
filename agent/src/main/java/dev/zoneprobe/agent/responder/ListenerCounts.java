// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.responder;

import java.util.concurrent.atomic.LongAdder;

/// How much one listener has done since it started. Thread-safe; the numbers are not read together,
/// so two of them may be of slightly different moments.
public final class ListenerCounts {
  private final LongAdder open = new LongAdder();
  private final LongAdder accepted = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder requests = new LongAdder();

  ListenerCounts() {}

  /// Connections that are open now.
  public long open() {
    return open.sum();
  }

  /// Connections let in so far.
  public long accepted() {
    return accepted.sum();
  }

  /// Connections closed at once, because the most that are allowed were open.
  public long refused() {
    return refused.sum();
  }

  /// Requests answered in any way: HTTP requests, gRPC calls; on the TCP listener, connections.
  public long requests() {
    return requests.sum();
  }

  void connectionOpened() {
    accepted.increment();
    open.increment();
  }

  void connectionClosed() {
    open.decrement();
  }

  void connectionRefused() {
    refused.increment();
  }

  void requestAnswered() {
    requests.increment();
  }
}
