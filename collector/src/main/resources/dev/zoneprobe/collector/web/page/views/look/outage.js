// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
// Who is to blame for what fails in the mesh: each failure has one culprit, a node, the way between two zones, or the whole.

import { failsMore, failsWorthALook, rate, total } from '../nodes/failures.js';
import { judged } from '../nodes/judge.js';

const ROLES = ['destination', 'source'];

/** Pairs and nodes that fail more than the rest; `whole` are the counts of all if everything fails alike. */
export function outageOf(mesh, data) {
  const suspects = ROLES.flatMap(role => nodesThatFail(data, role));
  const pairs = pairsThatFail(mesh, suspects);
  const nodes = suspects.filter(one => !isOfAPair(one, { mesh, pairs, data }));
  const all = total(mesh);
  return { suspects, pairs, nodes, whole: pairs.length + nodes.length === 0 && failsWorthALook(all) ? all : null };
}

function nodesThatFail(data, role) {
  return judged(data, { role, find: '', sort: '', down: '' })
    .filter(one => one.reasons.includes('failing'))
    .map(one => ({ role, ...one }));
}

/** Without the pairs of a node that fails for everybody: it explains them. */
export function pairsThatFail(zonePairs, suspects) {
  const all = rate(total(zonePairs));
  return zonePairs
    .filter(pair => failsMore(pair, all))
    .filter(pair => !suspects.some(one => isOf(pair, one) && othersFailToo(pair, one, zonePairs)));
}

function isOf(pair, { role, node }) {
  return pair[`${role}_zone`] === node.zone;
}

/** Most of the others from, or to, the node's zone fail about as much; within the zone a cut network may be well. */
function othersFailToo(pair, suspect, zonePairs) {
  const others = zonePairs.filter(other => other !== pair && other.attempts > 0 && isOf(other, suspect));
  return others.filter(other => 2 * other.failing >= pair.failing).length * 2 >= others.length;
}

/** A node that fails as all of its zone do, and only in pairs that are named. */
function isOfAPair(suspect, { mesh, pairs, data }) {
  if (!pairs.some(pair => isOf(pair, suspect))) return false;
  const { role, node, own } = suspect;
  const zone = rate(total(data.nodes.filter(other => other.zone === node.zone).map(other => other[role])));
  const rest = total(mesh.filter(pair => isOf(pair, suspect) && !pairs.includes(pair)));
  return !failsMore(own, zone) && !failsMore(rest, rate(total(mesh)));
}
