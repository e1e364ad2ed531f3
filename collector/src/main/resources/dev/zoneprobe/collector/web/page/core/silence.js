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

/** The same of the agent of a node, which may never have reported to a collector that knows nothing from before `since`. */
export function isSilentNode(node, { now, since }) {
  return node.reported ? isLate(node, now) : Date.parse(now) - Date.parse(since) > PATIENCE;
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
