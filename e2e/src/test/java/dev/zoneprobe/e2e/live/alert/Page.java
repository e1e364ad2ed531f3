// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.live.alert;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// What a pager was told: an event of PagerDuty's Events API v2.
///
/// @param key the integration, and so the team, that is called
/// @param action `trigger` or `resolve`
/// @param incident the same for all events about one incident
/// @param links where the page leads
public record Page(String key, String action, String incident, String summary, List<String> links) {
  static Page of(JsonNode event) {
    return new Page(
        event.path("routing_key").asText(),
        event.path("event_action").asText(),
        event.path("dedup_key").asText(),
        event.at("/payload/summary").asText(),
        event.path("links").valueStream().map(link -> link.path("href").asText()).toList());
  }
}
