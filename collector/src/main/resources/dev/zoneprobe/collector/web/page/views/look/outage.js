// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
// Who is to blame for what fails in the mesh: each failure has one culprit, a node, the way between two zones, or the whole.

import { isGone } from '../../core/silence.js';
import { failsMore, failsWorthALook, total, without } from '../nodes/failures.js';
import { judged } from '../nodes/judge.js';

const ROLES = ['destination', 'source'];

/** Pairs and nodes that fail more than the rest, without nodes that are gone; `whole` are the counts of all if everything fails alike. */
export function outageOf(mesh, data) {
  const suspects = ROLES.flatMap(role => nodesThatFail(data, role));
  const pairs = pairsThatFail(mesh, suspects);
  const nodes = [...Map.groupBy(suspects, placeOf).values()].flatMap(ofPlace => culprits(ofPlace, { mesh, pairs, data }));
  const all = total(mesh);
  return { suspects, pairs, nodes: nodes.filter(one => !one.gone), whole: pairs.length + nodes.length === 0 && failsWorthALook(all) ? all : null };
}

function nodesThatFail(data, role) {
  return judged(data, { role, find: '', sort: '', down: '' })
    .filter(one => one.fails)
    .map(one => ({ role, ...one }));
}

/** A row, or a column, of the matrix. */
function placeOf({ role, node }) {
  return `${role} ${node.zone}`;
}

function isOf(pair, { role, node }) {
  return pair[`${role}_zone`] === node.zone;
}

/** Without the pairs of a node that fails for everybody: it explains them. */
export function pairsThatFail(zonePairs, suspects) {
  const all = total(zonePairs);
  const places = [...Map.groupBy(suspects, placeOf).values()].map(([one]) => one);
  return zonePairs
    .filter(pair => failsMore(pair, without(all, pair)))
    .filter(pair => !places.some(one => isOf(pair, one) && isUsual(pair, zonePairs.filter(other => isOf(other, one)))));
}

/** Whether the pair fails about as much as the middle one of the others from, or to, the same zone. */
function isUsual(pair, alike) {
  const others = alike.filter(other => other !== pair && other.attempts > 0).toSorted((one, other) => one.failing - other.failing);
  const middle = others[Math.floor(others.length / 2)];
  return !middle || !failsMore(pair, middle);
}

/** Of the nodes of one zone that fail in one role, those that are not explained by a pair that is named. */
function culprits(suspects, { mesh, pairs, data }) {
  const [{ role, node }] = suspects;
  const named = pairs.filter(pair => isOf(pair, suspects[0]));
  if (named.length === 0) return suspects;
  const zone = data.nodes.filter(other => other.zone === node.zone && !isGone(other, data.now));
  const worse = suspects.filter(one => failsMore(one.own, total(zone.filter(other => other !== one.node).map(other => other[role]))));
  if (worse.length > 0) return worse;
  const rest = without(total(mesh.filter(pair => isOf(pair, suspects[0]))), total(named));
  return failsMore(rest, without(without(total(mesh), total(named)), rest)) ? suspects : [];
}
