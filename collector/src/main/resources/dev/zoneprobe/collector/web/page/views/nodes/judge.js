// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
// Which nodes stand out among the others, and why.

import { isGone, isSilentNode } from '../../core/silence.js';
import { rate } from '../../core/sums.js';
import { failsMore, total, without } from './failures.js';

const FACTOR = 2;
const HELD = 0.1;

/** The nodes that match the search, with `reasons` and how many times the middle node's percentile theirs is; the worst first. */
export function judged(data, state) {
  const present = data.nodes.filter(node => !isGone(node, data.now));
  const middle = median(present.map(node => node[state.role].estimate.seconds).filter(seconds => seconds !== null));
  const all = total(present.map(node => node[state.role]));
  const usual = { busy: middleShare(present, 'busy'), stalled: middleShare(present, 'stalled') };
  const wanted = state.find.toLowerCase();
  return data.nodes
    .filter(
      node =>
        !wanted ||
        [node.node, node.zone, node.region, node.instance_type, node.kernel].some(text =>
          text?.toLowerCase().includes(wanted),
        ),
    )
    .map(node => judge(node, { role: state.role, middle, all, usual, data }))
    .toSorted(order(state));
}

/** Nodes that are gone stand out no more, though what `fails` may be explained by them; what is only a part of all is no measure. */
function judge(node, { role, middle, all, usual, data }) {
  const { estimate } = node[role];
  const times = estimate.seconds !== null && middle ? estimate.seconds / middle : null;
  const busy = shareOf(node, 'busy');
  const stalled = shareOf(node, 'stalled');
  const failed = rate(node[role]);
  const gone = isGone(node, data.now);
  const whole = data.missing.length === 0;
  const fails = whole && failsMore(node[role], gone ? all : without(all, node[role]));
  const reasons = gone ? [] : [
    whole && times >= FACTOR && estimate.lower >= middle * FACTOR ? 'slow' : '',
    fails ? 'failing' : '',
    isOften(stalled, usual.stalled) || isSeldomSpared(stalled, usual.stalled) ? 'stalled' : '',
    isOften(busy, usual.busy) ? 'busy' : '',
    isSilentNode(node, data) ? 'silent' : '',
  ].filter(Boolean);
  return { node, own: node[role], times, busy, stalled, held: busy + stalled, failed, gone, fails, reasons, weight: weight(reasons, times, failed) };
}

function isOften(share, usual) {
  return share >= HELD && share >= usual * FACTOR && share > usual;
}

/** Where it happens to most attempts anyway. */
function isSeldomSpared(share, usual) {
  return usual * FACTOR > 1 && (1 - share) * FACTOR <= 1 - usual && share > usual;
}

/** How many of a node's attempts found it in this state. */
function shareOf(node, state) {
  const all = node.calm + node.busy + node.stalled;
  return all ? node[state] / all : 0;
}

/** The share of the middle node: what is the same everywhere makes nobody stand out. */
function middleShare(nodes, state) {
  return nodes.length > 1 ? median(nodes.map(node => shareOf(node, state))) : 0;
}

function weight(reasons, times, failed) {
  return reasons.length * 1_000 + failed * 500 + Math.min(times ?? 0, 400);
}

const KEYS = {
  '': one => one.weight,
  node: one => one.node.node,
  zone: one => one.node.zone,
  seconds: one => one.own.estimate.seconds ?? -1,
  median: one => one.own.median.seconds ?? -1,
  times: one => one.times ?? -1,
  failed: one => one.failed,
  attempts: one => one.own.attempts,
  held: one => one.held,
  instance: one => one.node.instance_type ?? '',
  reported: one => one.node.reported ?? '',
};

function order({ sort, down }) {
  const key = Object.hasOwn(KEYS, sort) ? KEYS[sort] : KEYS[''];
  const sign = down === 'no' ? 1 : -1;
  return (one, other) => sign * compare(key(one), key(other)) || one.node.node.localeCompare(other.node.node);
}

function compare(one, other) {
  return typeof one === 'string' ? one.localeCompare(other) : one - other;
}

function median(numbers) {
  return numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? null;
}
