// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web.view;

import dev.zoneprobe.collector.history.Parameters;
import dev.zoneprobe.collector.history.Question;
import dev.zoneprobe.collector.history.QuestionReader;
import dev.zoneprobe.collector.store.table.StoreException;
import dev.zoneprobe.collector.web.replica.ClusterView;
import dev.zoneprobe.collector.web.view.matrix.MatrixCsv;
import dev.zoneprobe.collector.web.view.matrix.MatrixView;
import dev.zoneprobe.collector.web.view.pair.PairView;
import dev.zoneprobe.collector.web.view.part.Json;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.Subject;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/// The answers to questions about the past minutes and about the system, by their paths.
/// Thread-safe.
final class ViewPages {
  private static final String TARGET = "target";
  private static final Set<String> OF_MATRIX = with(TARGET);
  private static final Set<String> OF_PAIR = with(TARGET, "source_zone", "destination_zone");

  private final QuestionReader questions;

  /// Creates the pages.
  ///
  /// @param questions how long windows may be
  ViewPages(QuestionReader questions) {
    this.questions = questions;
  }

  private static Set<String> with(String... more) {
    Set<String> names = new HashSet<>(QuestionReader.PARAMETERS);
    names.addAll(List.of(more));
    return names;
  }

  /// A page: an answer to parameters.
  @FunctionalInterface
  interface Page {
    /// The answer, to be sent as it is.
    ///
    /// @throws IllegalArgumentException naming the parameter that is wrong
    /// @throws StoreException if the history cannot be read
    Answer answer(Parameters given, Views views) throws StoreException;
  }

  /// All pages by their paths.
  Map<String, Page> byPath() {
    return Map.of(
        "/api/v1/matrix", (given, views) -> json(matrix(given, views)),
        "/api/v1/matrix.csv", (given, views) -> text("csv", MatrixCsv.of(matrix(given, views))),
        "/api/v1/pair", (given, views) -> json(views.pair().details(ofPair(given), named(given))),
        "/api/v1/pair.hgrm",
            (given, views) -> text("plain", views.files().percentiles(ofPair(given), named(given))),
        "/api/v1/pair.hlog",
            (given, views) -> text("plain", views.files().log(ofPair(given), named(given))),
        "/api/v1/targets", (given, views) -> json(views.targets().targets(ofTargets(given))),
        "/api/v1/nodes", (given, views) -> json(nodes(given, views.nodes()::nodes)),
        "/api/v1/nodes.csv", (given, views) -> text("csv", nodes(given, views.nodes()::csv)),
        "/api/v1/system", (given, views) -> json(system(given, views)));
  }

  private static Answer json(Object record) {
    return Answer.json(200, Json.of(record));
  }

  private static Answer text(String kind, String text) {
    return Answer.text("text/" + kind + "; charset=utf-8", text);
  }

  private MatrixView.Matrix matrix(Parameters given, Views views) throws StoreException {
    given.allow(OF_MATRIX);
    return views.matrix().matrix(questions.read(given, Phase.ROUND_TRIP), target(given));
  }

  private Question ofPair(Parameters given) {
    given.allow(OF_PAIR);
    return questions.read(given, Phase.ROUND_TRIP);
  }

  private static PairView.Pair named(Parameters given) {
    return new PairView.Pair(
        given.needed("source_zone"), given.needed("destination_zone"), target(given));
  }

  private static String target(Parameters given) {
    return given.one(TARGET, name -> name).orElse(Subject.PEER);
  }

  private Question ofTargets(Parameters given) {
    given.allow(QuestionReader.PARAMETERS);
    return questions.read(given, Phase.RESPONSE);
  }

  private static <T> T nodes(Parameters given, BiFunction<Phase, Double, T> view) {
    given.allow(Set.of("phase", "quantile"));
    return view.apply(
        given.label("phase", ClusterView.NODE_PHASES).orElse(Phase.ROUND_TRIP),
        given.one("quantile", QuestionReader::quantile).orElse(0.99));
  }

  private static SystemView.State system(Parameters given, Views views) {
    given.allow(Set.of());
    return views.state();
  }
}
