// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web.view;

import dev.zoneprobe.collector.history.Parameters;
import dev.zoneprobe.collector.history.Question;
import dev.zoneprobe.collector.history.QuestionReader;
import dev.zoneprobe.collector.store.table.StoreException;
import dev.zoneprobe.collector.web.view.matrix.MatrixCsv;
import dev.zoneprobe.collector.web.view.matrix.MatrixView;
import dev.zoneprobe.collector.web.view.matrix.TargetsView;
import dev.zoneprobe.collector.web.view.pair.PairView;
import dev.zoneprobe.collector.web.view.part.Json;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.Subject;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// The answers to questions about the past minutes and about the system. Thread-safe.
public final class ViewPages {
  private static final String TARGET = "target";
  private static final Set<String> OF_MATRIX = with(TARGET);
  private static final Set<String> OF_PAIR = with(TARGET, "source_zone", "destination_zone");

  private final QuestionReader questions;
  private final Views views;
  private final InstantSource clock;

  /// Creates the pages.
  ///
  /// @param questions how long windows may be
  public ViewPages(QuestionReader questions, Views views, InstantSource clock) {
    this.questions = questions;
    this.views = views;
    this.clock = clock;
  }

  private static Set<String> with(String... more) {
    Set<String> names = new HashSet<>(QuestionReader.PARAMETERS);
    names.addAll(List.of(more));
    return names;
  }

  /// What is sent back.
  ///
  /// @param status of HTTP
  public record Answer(int status, String contentType, String body) {
    static Answer json(int status, Object record) {
      return new Answer(status, "application/json", Json.of(record));
    }
  }

  /// A page: an answer to parameters.
  @FunctionalInterface
  private interface Page {
    Answer answer(Parameters parameters) throws StoreException;
  }

  /// All pages by their paths.
  public Map<String, Function<Map<String, List<String>>, Answer>> byPath() {
    return Map.of(
        "/api/v1/matrix", safe(given -> Answer.json(200, matrix(given))),
        "/api/v1/matrix.csv", safe(given -> text("csv", MatrixCsv.of(matrix(given)))),
        "/api/v1/pair", safe(given -> Answer.json(200, pair(given))),
        "/api/v1/pair.hgrm",
            safe(given -> text("plain", views.files().percentiles(ofPair(given), named(given)))),
        "/api/v1/pair.hlog",
            safe(given -> text("plain", views.files().log(ofPair(given), named(given)))),
        "/api/v1/targets", safe(given -> Answer.json(200, targets(given))),
        "/api/v1/system", safe(given -> Answer.json(200, system(given))));
  }

  private record Problem(String problem) {}

  private static Function<Map<String, List<String>>, Answer> safe(Page page) {
    return given -> {
      try {
        return page.answer(new Parameters(given));
      } catch (IllegalArgumentException e) {
        return Answer.json(400, new Problem(String.valueOf(e.getMessage())));
      } catch (StoreException e) {
        return Answer.json(503, new Problem("the store cannot be read: " + e.getMessage()));
      }
    };
  }

  private static Answer text(String kind, String text) {
    return new Answer(200, "text/" + kind + "; charset=utf-8", text);
  }

  private MatrixView.Matrix matrix(Parameters given) throws StoreException {
    given.allow(OF_MATRIX);
    return views.matrix().matrix(questions.read(given, Phase.ROUND_TRIP), target(given));
  }

  private PairView.Details pair(Parameters given) throws StoreException {
    return views.pair().details(ofPair(given), named(given));
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

  private TargetsView.Targets targets(Parameters given) throws StoreException {
    given.allow(QuestionReader.PARAMETERS);
    return views.targets().targets(questions.read(given, Phase.RESPONSE));
  }

  private SystemView.State system(Parameters given) {
    given.allow(Set.of());
    return views.system().state(clock.instant(), views.zones());
  }
}
