// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
// Which agents do not report any more, and which of them are missed. The collector says from when on one counts as silent: it knows
// how often each reports.

/** Nobody knows how often one reports that never did. */
const PATIENCE = 60_000;

function isLate(agent, now) {
  return Date.parse(agent.silent_from) < Date.parse(now);
}

/** Whether an agent is silent at the collector's moment `now`, though its node should have one. */
export function isSilent(agent, now) {
  return !agent.gone && isLate(agent, now);
}

/** The same of the agent of a node, which may never have reported. */
export function isSilentNode(node, data) {
  return node.reported ? isSilent(node, data.now) : neverReported(node, data) && Date.parse(data.now) - Date.parse(data.since) > PATIENCE;
}

/** Whether no report of a node that should have an agent is known to collectors that know nothing from before `since`; to one that is missing it may have reported. */
export function neverReported(node, { missing }) {
  return !node.reported && !node.gone && missing.length === 0;
}

/** Whether an agent does not report because its node is no more: nobody has to look for it. */
export function isGone(agent, now) {
  return agent.gone && isLate(agent, now);
}

/** The silent ones, longest first. */
export function silent(system) {
  return system.agents.filter(agent => isSilent(agent, system.now));
}

/** All but those whose node is gone. */
export function counted(system) {
  return system.agents.filter(agent => !isGone(agent, system.now));
}
