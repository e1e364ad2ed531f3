// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.terminal;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.interval.Counts;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.LatencyHistogram;
import dev.zoneprobe.measure.interval.QuantileEstimate;
import dev.zoneprobe.measure.interval.SubjectInterval;
import dev.zoneprobe.measure.trace.Retransmits;
import dev.zoneprobe.recall.JsonSeconds;
import java.util.Map;
import java.util.Optional;

/// A run of attempts as JSON for programs, in the words of the API's JSON; docs/probe.md tells each
/// field. Durations are in seconds; a quantile that the attempts do not suffice for is absent.
public final class ProbeJson {
  private ProbeJson() {}

  /// The JSON of everything in `snapshot` and the tallies, indented.
  public static String of(
      IntervalSnapshot snapshot, LookupTally lookups, PeerTally peers, DetailTally details) {
    Map<String, LookupTally.Answers> answers = lookups.byTarget();
    Map<String, PeerTally.Peers> met = peers.byTarget();
    JsonArray targets = new JsonArray();
    for (SubjectInterval subject : snapshot.subjects()) {
      JsonObject target = target(subject);
      target.add("details", counts(details.of(subject.subject().target())));
      Optional.ofNullable(answers.get(subject.subject().target()))
          .ifPresent(found -> target.add("lookups", lookups(found)));
      Optional.ofNullable(met.get(subject.subject().target()))
          .ifPresent(seen -> target.add("peers", peers(seen)));
      targets.add(target);
    }
    JsonObject run = new JsonObject();
    run.add("targets", targets);
    return new GsonBuilder().setPrettyPrinting().create().toJson(run);
  }

  private static JsonObject target(SubjectInterval interval) {
    Counts counts = interval.counts();
    JsonObject failures = new JsonObject();
    counts.failures().forEach((why, count) -> failures.addProperty(why.label(), count));
    JsonObject skipped = new JsonObject();
    counts.skipped().forEach((why, count) -> skipped.addProperty(why.label(), count));
    JsonObject connections = new JsonObject();
    PhaseTable table = PhaseTable.of(interval);
    table
        .histograms()
        .forEach((connection, phases) -> connections.add(connection.label(), phases(phases)));
    JsonObject states = new JsonObject();
    table.states().forEach((state, count) -> states.addProperty(state.label(), count));

    JsonObject target = new JsonObject();
    target.addProperty("target", interval.subject().target());
    target.addProperty("protocol", interval.subject().protocol().label());
    target.addProperty("attempts", counts.ended());
    target.addProperty("successes", counts.successes());
    target.add("failures", failures);
    target.add("skipped", skipped);
    target.add("tcp_retransmits", retransmits(counts.retransmits()));
    target.add("source_states", states);
    target.add("connections", connections);
    return target;
  }

  private static JsonObject retransmits(Retransmits retransmits) {
    JsonObject json = new JsonObject();
    json.addProperty("syns", retransmits.syns());
    json.addProperty("segments", retransmits.segments());
    return json;
  }

  private static JsonObject lookups(LookupTally.Answers answers) {
    JsonObject lookups = new JsonObject();
    lookups.addProperty("count", answers.lookups());
    lookups.addProperty("queries", answers.queries());
    lookups.add("rcodes", counts(answers.rcodes()));
    lookups.add("nameservers", counts(answers.nameservers()));
    return lookups;
  }

  private static JsonObject peers(PeerTally.Peers seen) {
    JsonObject peers = new JsonObject();
    peers.add("addresses", counts(seen.addresses()));
    peers.add("families", counts(seen.families()));
    seen.certificateExpiry()
        .ifPresent(expiry -> peers.addProperty("certificate_expiry", expiry.toString()));
    return peers;
  }

  private static JsonObject counts(Map<String, Long> counts) {
    JsonObject object = new JsonObject();
    counts.forEach(object::addProperty);
    return object;
  }

  private static JsonObject phases(Map<Phase, LatencyHistogram> histograms) {
    JsonObject phases = new JsonObject();
    histograms.forEach((phase, histogram) -> phases.add(phase.label(), phase(histogram)));
    return phases;
  }

  private static JsonObject phase(LatencyHistogram histogram) {
    JsonObject quantiles = new JsonObject();
    for (double quantile : PhaseTable.QUANTILES) {
      QuantileEstimate.of(histogram, quantile)
          .ifPresent(estimate ->
              quantiles.add(String.valueOf(quantile), JsonSeconds.of(estimate.estimateNanos())));
    }
    JsonObject phase = new JsonObject();
    phase.addProperty("count", histogram.count());
    phase.add("sum", JsonSeconds.of(histogram.sumNanos()));
    phase.add("max", JsonSeconds.of(histogram.maxNanos()));
    phase.add("quantiles", quantiles);
    return phase;
  }
}
