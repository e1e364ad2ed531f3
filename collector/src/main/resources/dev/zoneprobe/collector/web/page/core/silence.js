// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
// Which agents do not report any more.

const SILENT_AFTER = 60_000;

/** Whether an agent is silent at the collector's moment `now`. */
export function isSilent(agent, now) {
  return Date.parse(now) - Date.parse(agent.reported) > SILENT_AFTER;
}

/** The silent ones, longest first. */
export function silent(system) {
  return system.agents.filter(agent => isSilent(agent, system.now));
}
