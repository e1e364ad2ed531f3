// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
// Which agents are themselves in trouble, and how.

import { isGone, isSilent } from '../../core/silence.js';

const LATE_CUTS = 3;
const NOISY_SHARE = 0.01;
const LONG_STALL = 1;

/** Each agent with its `reasons`: those with a silent one first, then the others in trouble; else in the given order. */
export function judged({ agents, now }) {
  return agents
    .map(agent => ({ agent, reasons: reasons(agent, now) }))
    .toSorted((one, other) => weight(other) - weight(one));
}

function reasons(agent, now) {
  if (isGone(agent, now)) return [];
  return [isSilent(agent, now) ? 'silent' : '', ...(agent.condition ? ofItself(agent.condition) : [])].filter(Boolean);
}

function ofItself({ lost, lately }) {
  return [
    lost > 0 ? 'losing' : '',
    lately.most_waiting >= LATE_CUTS ? 'backlog' : '',
    lately.stalled_share >= NOISY_SHARE || lately.longest_stall >= LONG_STALL ? 'noisy' : '',
    lately.skipped > 0 ? 'skipping' : '',
  ];
}

const WEIGHTS = { silent: 16, losing: 8, backlog: 4, noisy: 2, skipping: 1 };

function weight({ reasons }) {
  return reasons.reduce((sum, reason) => sum + WEIGHTS[reason], 0);
}
