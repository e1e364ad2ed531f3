// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web.attempt;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.zoneprobe.recall.AttemptPages;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// An attempt as a collector answered it, and what it is sorted by.
///
/// @param seconds of the phase that is asked for, else of `total`
record FoundAttempt(JsonObject json, Instant begun, BigDecimal seconds) {
  /// Reads one.
  ///
  /// @param parameters of the question
  /// @throws DateTimeException or another [RuntimeException], if it is no attempt
  static FoundAttempt of(JsonElement answered, Map<String, List<String>> parameters) {
    JsonObject json = answered.getAsJsonObject();
    return new FoundAttempt(
        json,
        Instant.parse(json.get("begun").getAsString()),
        seconds(json, only(parameters, "phase", AttemptPages.USUAL_PHASE)));
  }

  private static BigDecimal seconds(JsonObject json, String phase) {
    if (json.has(phase)) {
      return json.get(phase).getAsBigDecimal();
    }
    for (JsonElement part : json.getAsJsonArray("phases")) {
      if (part.getAsJsonObject().get("phase").getAsString().equals(phase)) {
        return part.getAsJsonObject().get("seconds").getAsBigDecimal();
      }
    }
    return BigDecimal.ZERO;
  }

  /// The order that the parameters, which are right, ask for.
  static Comparator<FoundAttempt> order(Map<String, List<String>> parameters) {
    return only(parameters, "order", AttemptPages.USUAL_ORDER).equals("newest")
        ? Comparator.comparing((FoundAttempt one) -> one.begun).reversed()
        : Comparator.comparing((FoundAttempt one) -> one.seconds).reversed();
  }

  static String only(Map<String, List<String>> parameters, String name, String otherwise) {
    return parameters.getOrDefault(name, List.of(otherwise)).getFirst();
  }
}
