// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web.attempt;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.zoneprobe.recall.AttemptPages;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Lists of attempts that several collectors answered to one question, as one. Not thread-safe.
final class AttemptLists {
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
  private static final String ATTEMPTS = "attempts";

  private final Map<String, List<String>> parameters;
  private final List<FoundAttempt> found = new ArrayList<>();
  private long matching;

  /// @param parameters of the question, which are right
  AttemptLists(Map<String, List<String>> parameters) {
    this.parameters = parameters;
  }

  /// Adds what one answered.
  ///
  /// @throws IOException if that is no list of attempts; nothing is added then
  void add(String answer) throws IOException {
    try {
      JsonObject list = JsonParser.parseString(answer).getAsJsonObject();
      long more = list.get("matching").getAsLong();
      List<FoundAttempt> read = new ArrayList<>();
      for (JsonElement one : list.getAsJsonArray(ATTEMPTS)) {
        read.add(FoundAttempt.of(one, parameters));
      }
      matching += more;
      found.addAll(read);
    } catch (RuntimeException e) { // whatever is not there, or is something else
      throw new IOException("not the answer of a collector", e);
    }
  }

  /// The first of all that were found, in the order that was asked for. Each collector gave its own
  /// first ones, so these are the first of all.
  String first(List<String> missing) {
    JsonArray shown = new JsonArray();
    found.stream()
        .sorted(FoundAttempt.order(parameters))
        .limit(Integer.parseInt(FoundAttempt.only(parameters, "limit", AttemptPages.USUAL_LIMIT)))
        .forEach(one -> shown.add(one.json()));
    JsonObject list = new JsonObject();
    list.addProperty("matching", matching);
    list.add(ATTEMPTS, shown);
    list.add("missing", GSON.toJsonTree(missing));
    return GSON.toJson(list) + "\n";
  }
}
