// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.recall;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Failure;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.Subject;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/// One attempt as JSON: labels by their names, durations in seconds, moments in ISO 8601. What the
/// attempt did not see is absent.
final class AttemptJson {
  /// Disjoint, in the order in which they happen.
  private static final Set<Phase> PARTS = EnumSet.range(Phase.DNS_LOOKUP, Phase.TRANSFER);

  private AttemptJson() {}

  static JsonObject of(SourcedAttempt one) {
    Attempt attempt = one.attempt();
    JsonObject json = new JsonObject();
    json.addProperty("id", attempt.idText());
    json.addProperty("begun", attempt.circumstances().begun().toString());
    json.addProperty("source_zone", one.source().zone());
    json.addProperty("source_node", one.source().node());
    addSubject(json, attempt.subject());
    attempt
        .circumstances()
        .destinationNode()
        .ifPresent(node -> json.addProperty("destination_node", node));
    json.addProperty("connection", attempt.circumstances().connection().label());
    json.addProperty("source_state", attempt.circumstances().sourceState().label());
    addOutcome(json, attempt.outcome());
    addDurations(json, attempt.phaseNanos());
    TraceJson.addTo(json, attempt.trace());
    return json;
  }

  private static void addSubject(JsonObject json, Subject subject) {
    json.addProperty("destination_zone", subject.destinationZone());
    json.addProperty("target", subject.target());
    json.addProperty("protocol", subject.protocol().label());
    subject.owner().team().ifPresent(team -> json.addProperty("team", team));
    subject.owner().service().ifPresent(service -> json.addProperty("service", service));
  }

  private static void addOutcome(JsonObject json, Outcome outcome) {
    json.addProperty("outcome", outcome.kind().label());
    if (outcome instanceof Outcome.Failed(Failure reason, Phase during)) {
      json.addProperty("reason", reason.label());
      json.addProperty("failed_during", during.label());
    }
  }

  /// The parts of `total` one after the other, and what of it lies between them.
  private static void addDurations(JsonObject json, Map<Phase, Long> nanos) {
    JsonArray parts = new JsonArray();
    long between = nanos.getOrDefault(Phase.TOTAL, 0L);
    for (Map.Entry<Phase, Long> phase : nanos.entrySet()) {
      if (PARTS.contains(phase.getKey())) {
        JsonObject part = new JsonObject();
        part.addProperty("phase", phase.getKey().label());
        part.add("seconds", JsonSeconds.of(phase.getValue()));
        parts.add(part);
        between -= phase.getValue();
      } else {
        json.add(phase.getKey().label(), JsonSeconds.of(phase.getValue()));
      }
    }
    json.add("phases", parts);
    json.add("between_phases", JsonSeconds.of(between));
  }
}
