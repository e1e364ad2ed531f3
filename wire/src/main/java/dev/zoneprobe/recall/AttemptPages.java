// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.recall;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.zoneprobe.measure.Phase;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The answers to `GET /api/v1/attempts` and `GET /api/v1/attempts/{id}`, whichever server they
/// came to; `docs/api.md` describes them. Thread-safe.
public final class AttemptPages {
  /// Where the list is; one attempt is below, by its id.
  public static final String PATH = "/api/v1/attempts";

  /// What all answers are, problems included; in UTF-8, as always (RFC 8259 section 8.1).
  public static final String CONTENT_TYPE = "application/json";

  /// How many attempts a list has at most, unless its parameter `limit` says so.
  public static final String USUAL_LIMIT = "50";

  /// The order of a list, unless its parameter `order` says so.
  public static final String USUAL_ORDER = AttemptQuery.Order.SLOWEST.label();

  /// The phase whose duration the order is by, unless the parameter `phase` says so.
  public static final String USUAL_PHASE = Phase.TOTAL.label();

  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
  private static final Pattern ID = Pattern.compile("[0-9a-f]{16}");

  private final KeptAttempts kept;

  public AttemptPages(KeptAttempts kept) {
    this.kept = kept;
  }

  /// What is sent back.
  ///
  /// @param status of HTTP
  public record Answer(int status, String json) {}

  /// Those attempts that the parameters ask for.
  public Answer list(Map<String, List<String>> parameters) {
    AttemptQuery query;
    try {
      query = AttemptQuery.of(parameters);
    } catch (IllegalArgumentException e) {
      return problem(400, String.valueOf(e.getMessage()));
    }
    List<SourcedAttempt> matching = kept.all().stream().filter(query.wanted()).toList();
    JsonArray shown = new JsonArray();
    matching.stream()
        .sorted(query.order())
        .limit(query.limit())
        .forEach(one -> shown.add(AttemptJson.of(one)));
    JsonObject list = new JsonObject();
    list.addProperty("matching", matching.size());
    list.add("attempts", shown);
    return new Answer(200, text(list));
  }

  /// The attempt whose id is written as in [Attempt#idText()].
  public Answer one(String idText) {
    if (!ID.matcher(idText).matches()) {
      return problem(400, "not the id of an attempt, which has 16 hexadecimal digits: " + idText);
    }
    Optional<SourcedAttempt> found = kept.find(Long.parseUnsignedLong(idText, 16));
    return found
        .map(one -> new Answer(200, text(AttemptJson.of(one))))
        .orElseGet(() -> problem(404, "attempt " + idText + " is not here: " + kept.rule()));
  }

  /// Says that a question was not answered, and why.
  public static Answer problem(int status, String what) {
    JsonObject problem = new JsonObject();
    problem.addProperty("problem", what);
    return new Answer(status, text(problem));
  }

  private static String text(JsonObject json) {
    return GSON.toJson(json) + "\n";
  }
}
