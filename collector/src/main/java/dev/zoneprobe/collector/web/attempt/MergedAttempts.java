// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web.attempt;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonObject;
import dev.zoneprobe.collector.web.replica.Answers;
import dev.zoneprobe.collector.web.replica.Replicas;
import dev.zoneprobe.recall.AttemptPages;
import dev.zoneprobe.recall.AttemptPages.Answer;
import java.io.IOException;
import java.net.URLEncoder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The attempts that this collector keeps and those that the others do (decision 0042).
/// Thread-safe.
///
/// @param own those of this collector
/// @param replicas absent: there are no other collectors
public record MergedAttempts(AttemptPages own, Optional<Replicas> replicas) {
  private static final Answer NOTHING = new Answer(204, "");

  /// Who asks.
  ///
  /// @param authorization header
  /// @param asker names the collector that asks; absent: a reader does
  public record Reader(Optional<String> authorization, Optional<String> asker) {}

  /// Those attempts that the parameters ask for, and which collectors did not answer.
  public Answer list(Map<String, List<String>> parameters, Reader reader) {
    if (isOwn(reader)) {
      return NOTHING;
    }
    Answer mine = own.list(parameters);
    return mine.status() != 200 || reader.asker.isPresent()
        ? mine
        : together(mine, parameters, ask("?" + query(parameters), reader));
  }

  private boolean isOwn(Reader reader) {
    return replicas.isPresent() && reader.asker.filter(replicas.get()::isOwn).isPresent();
  }

  private static String query(Map<String, List<String>> parameters) {
    return parameters.entrySet().stream()
        .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue().getFirst(), UTF_8))
        .collect(Collectors.joining("&"));
  }

  private List<Replicas.Reply> ask(String below, Reader reader) {
    return replicas
        .map(others -> others.ask(AttemptPages.PATH + below, reader.authorization).replies())
        .orElse(List.of());
  }

  private static Answer together(
      Answer mine, Map<String, List<String>> parameters, List<Replicas.Reply> replies) {
    AttemptLists lists = new AttemptLists(parameters);
    try {
      lists.add(mine.json());
    } catch (IOException e) {
      throw new IllegalStateException("our own answer cannot be read", e);
    }
    Answers answers = new Answers();
    answers.tell(replies, body -> lists.add(new String(body, UTF_8)));
    return new Answer(200, lists.first(answers.missing()));
  }

  /// The attempt of this id, wherever it is kept.
  public Answer one(String idText, Reader reader) {
    if (isOwn(reader)) {
      return NOTHING;
    }
    Answer mine = own.one(idText);
    if (mine.status() != 404) {
      return mine;
    }
    return reader.asker.isPresent() ? NOTHING : elsewhere(mine, ask("/" + idText, reader));
  }

  private static Answer elsewhere(Answer absent, List<Replicas.Reply> replies) {
    Optional<Answer> found =
        replies.stream()
            .flatMap(reply -> reply.body().stream())
            .map(body -> new Answer(200, new String(body, UTF_8)))
            .findFirst();
    List<String> missing = replies.stream().flatMap(reply -> reply.problem().stream()).toList();
    return found.orElseGet(() -> missing.isEmpty() ? absent : unknown(missing));
  }

  private static Answer unknown(List<String> missing) {
    JsonObject problem = new JsonObject();
    problem.addProperty(
        "problem",
        "the attempt is not here; it may be at a collector that is not heard of: "
            + String.join("; ", missing));
    return new Answer(404, problem + "\n");
  }
}
