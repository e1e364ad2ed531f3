// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
// What fails, in words: nodes, pairs and targets of which a share of attempts fails that others do not have, or the whole mesh.

import { html } from '../../core/html.js';
import { link } from '../../core/state.js';
import { count, share } from '../../core/format.js';
import { largestFirst, rate } from '../../core/sums.js';
import { reasonName } from '../../core/words.js';
import { failsWorthALook, total } from '../nodes/failures.js';
import { pairsThatFail } from './outage.js';

/** From this share on a node is as good as gone. */
const MOST = 0.5;

export function failingNodes({ outage }, state) {
  return outage.nodes.map(({ role, node, own, failed }) => ({
    weight: 100 * failed,
    href: link(state, 'nodes', { role }),
    subject: node.node,
    text: html`(${node.zone}) ${failed < MOST ? `fails in part, as a ${role}` : role === 'destination' ? 'is not reached' : 'does not reach others'}:
      ${failedOf(own)}`,
  }));
}

/** Those of the mesh, and those of the target or protocol that the matrix shows. */
export function failingPairs({ outage, zonePairs }, state) {
  return [...toldPairs(outage.pairs, 'peer', state), ...toldPairs(pairsThatFail(zonePairs, outage.suspects), state.target, state)];
}

function toldPairs(pairs, target, state) {
  return pairs.map(pair => ({
    weight: 100 * pair.failing,
    href: link(state, 'attempts', { source_zone: pair.source_zone, destination_zone: pair.destination_zone, target, outcome: 'failure' }),
    subject: `${pair.source_zone} → ${pair.destination_zone}`,
    text: `fails: ${failedOf(pair)}`,
  }));
}

/** Without attempts that agents were held up in: a demo that starts on a busy machine is no outage. */
export function failingMesh({ outage, nodes, targets, failed }, state) {
  const whole = total(countsOf(targets, failed).filter(({ one }) => one.target === 'peer').map(({ counts }) => counts));
  if (!outage.whole || !failsWorthALook(whole)) return [];
  return [
    {
      weight: 100 * rate(whole),
      href: link(state, 'attempts', { target: 'peer', outcome: 'failure' }),
      subject: 'The mesh',
      text: `fails: ${failedOf(whole)}, of no ${nodes.unknown || nodes.missing.length > 0 ? '' : 'node or '}pair of zones many more than of the others`,
    },
  ];
}

/** Without attempts that the agent itself was held up in, as in all durations. */
export function failingTargets({ targets, failed }, state) {
  return countsOf(targets, failed)
    .filter(({ one, counts }) => one.target !== 'peer' && failsWorthALook(counts))
    .flatMap(({ one, counts }) => toldTarget(one, counts, state));
}

function countsOf(targets, failed) {
  const failures = new Map(failed.map(one => [keyOf(one), one.now.median.samples]));
  return targets.map(one => ({ one, counts: { attempts: one.now.median.samples, failures: failures.get(keyOf(one)) ?? 0 } }));
}

function keyOf({ target, protocol }) {
  return `${target} ${protocol}`;
}

function toldTarget({ target, team, now: { reasons } }, counts, state) {
  const [most] = largestFirst(reasons);
  if (!most) return [];
  const [reason] = most;
  return [
    {
      weight: 100 * rate(counts),
      href: link(state, 'attempts', { target, reason }),
      subject: target,
      text: html`${team ? html`(team ${team}) ` : ''}fails: ${failedOf(counts)}, most of them with ${reasonName(reason)}`,
    },
  ];
}

function failedOf({ attempts, failures }) {
  return `${share(failures, attempts)} of ${count(attempts)} attempts failed`;
}
