// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web.view;

import dev.zoneprobe.collector.history.Parameters;
import dev.zoneprobe.collector.history.QuestionReader;
import dev.zoneprobe.collector.history.turn.TurnedAwayException;
import dev.zoneprobe.collector.store.table.StoreException;
import dev.zoneprobe.collector.topology.Topology;
import dev.zoneprobe.collector.web.replica.ReplicaPages;
import dev.zoneprobe.collector.web.view.part.Json;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/// Takes questions of readers and of other collectors, and answers each: with what was asked for,
/// or with what is wrong. Thread-safe.
public final class ViewDesk {
  private final ReplicaPages replica;
  private final Supplier<Topology> topology;
  private final SystemView system;
  private final InstantSource clock;
  private final Map<String, ViewPages.Page> pages;

  /// Creates the desk.
  ///
  /// @param replica this collector and the others
  public ViewDesk(
      ReplicaPages replica, Supplier<Topology> topology, SystemView system, Shown shown) {
    this.replica = replica;
    this.topology = topology;
    this.system = system;
    this.clock = shown.clock();
    this.pages = new ViewPages(shown.questions()).byPath();
  }

  /// How far back is answered, as of now.
  public record Shown(QuestionReader questions, InstantSource clock) {}

  /// Who asks.
  ///
  /// @param parameters of the query
  /// @param authorization header
  /// @param asker the name of the collector that asks; absent: a reader does
  public record Request(
      Map<String, List<String>> parameters,
      Optional<String> authorization,
      Optional<String> asker) {}

  private record Problem(String problem) {}

  /// Everything that can be asked for.
  public Set<String> paths() {
    Set<String> paths = new TreeSet<>(pages.keySet());
    paths.addAll(replica.paths());
    return paths;
  }

  /// The answer to a question.
  ///
  /// @param path one of [#paths()]
  public Answer answer(String path, Request request) {
    if (request.asker().filter(replica::isOwn).isPresent()) {
      return Answer.nothing();
    }
    try {
      Parameters given = new Parameters(request.parameters());
      ViewPages.Page page = pages.get(path);
      return page == null
          ? Answer.bytes(replica.answer(path, given))
          : page.answer(given, views(request));
    } catch (IllegalArgumentException e) {
      return problem(400, String.valueOf(e.getMessage()));
    } catch (TurnedAwayException e) {
      return problem(503, String.valueOf(e.getMessage()));
    } catch (StoreException e) {
      return problem(503, "the store cannot be read: " + e.getMessage());
    }
  }

  private Views views(Request request) {
    return new Views(replica.known(request.authorization()), topology, system, clock);
  }

  private static Answer problem(int status, String what) {
    return Answer.json(status, Json.of(new Problem(what)));
  }
}
