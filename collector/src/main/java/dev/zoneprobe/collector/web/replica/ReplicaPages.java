// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web.replica;

import com.google.protobuf.ByteString;
import dev.zoneprobe.collector.history.Parameters;
import dev.zoneprobe.collector.store.table.StoreException;
import dev.zoneprobe.collector.web.replica.link.Answer;
import dev.zoneprobe.collector.web.replica.part.HistoryQuery;
import dev.zoneprobe.collector.web.replica.part.HistoryWriter;
import dev.zoneprobe.measure.Phase;
import java.util.List;
import java.util.Optional;

/// What this collector answers to others, and what it knows together with them. Thread-safe.
public final class ReplicaPages {
  static final String HISTORY = "/api/v1/replica/history";
  static final String AGENTS = "/api/v1/replica/agents";
  static final String NODES = "/api/v1/replica/nodes";

  private final ClusterView own;
  private final Optional<Replicas> replicas;

  /// Creates the pages.
  ///
  /// @param own of this collector alone
  /// @param replicas absent: there are no other collectors
  public ReplicaPages(ClusterView own, Optional<Replicas> replicas) {
    this.own = own;
    this.replicas = replicas;
  }

  /// The paths that other collectors ask.
  public List<String> paths() {
    return List.of(HISTORY, AGENTS, NODES);
  }

  /// What is known for a reader who gave this `authorization`.
  public ClusterView known(Optional<String> authorization) {
    return replicas
        .<ClusterView>map(others -> new MergedView(own, others, new Replicas.Reader(authorization)))
        .orElse(own);
  }

  /// Whether `asker`, the header that another collector sends, is the name of this one.
  public boolean isOwn(String asker) {
    return replicas.filter(others -> others.isOwn(asker)).isPresent();
  }

  /// The answer to another collector.
  ///
  /// @param path one of [#paths()]
  /// @throws IllegalArgumentException naming the parameter that is wrong
  /// @throws StoreException if the history cannot be read
  public ByteString answer(String path, Parameters given) throws StoreException {
    return switch (path) {
      case HISTORY -> HistoryWriter.answer(own.past(), HistoryQuery.of(given), Answer.MOST_BYTES);
      case AGENTS -> bytes(ReplicaJson.of(own.agents()));
      default -> bytes(ReplicaJson.of(own.nodes(phase(given))));
    };
  }

  private static Phase phase(Parameters given) {
    return given.label("phase", ClusterView.NODE_PHASES).orElse(Phase.ROUND_TRIP);
  }

  private static ByteString bytes(String text) {
    return ByteString.copyFromUtf8(text);
  }
}
