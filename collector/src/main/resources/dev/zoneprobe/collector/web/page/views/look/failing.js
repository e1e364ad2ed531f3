// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
// What fails: nodes, targets and pairs of which a share of attempts fails that others do not have.

import { html } from '../../core/html.js';
import { link } from '../../core/state.js';
import { count, share } from '../../core/format.js';
import { reasonName } from '../../core/words.js';
import { judged } from '../nodes/judge.js';

const WORTH_A_LOOK = 0.01;
const ROLES = ['destination', 'source'];

export function failingNodes({ failing }, state) {
  return failing.map(({ role, node, own, failed }) => ({
    weight: 100 * failed,
    href: link(state, 'nodes', { role }),
    subject: node.node,
    text: html`(${node.zone}) ${role === 'destination' ? 'is not reached' : 'does not reach others'}:
      ${share(own.failures, own.attempts)} of ${count(own.attempts)} attempts failed`,
  }));
}

/** With the role in which they do. */
export function nodesThatFail(nodes) {
  return ROLES.flatMap(role =>
    judged(nodes, { role, find: '', sort: '', down: '' })
      .filter(one => one.reasons.includes('failing'))
      .map(one => ({ role, ...one })),
  );
}

/** Without attempts that the agent itself was held up in, as in all durations. */
export function failingTargets({ targets, failed }, state) {
  const failures = new Map(failed.map(one => [`${one.target} ${one.protocol}`, one.now.median.samples]));
  return targets
    .map(one => ({ ...one, attempts: one.now.median.samples, failures: failures.get(`${one.target} ${one.protocol}`) ?? 0 }))
    .filter(one => one.target !== 'peer' && one.failures > 0 && one.failures >= WORTH_A_LOOK * one.attempts)
    .map(({ target, team, now, attempts, failures }) => {
      const [reason] = Object.entries(now.reasons).toSorted(([, one], [, other]) => other - one)[0];
      return {
        weight: (100 * failures) / attempts,
        href: link(state, 'attempts', { target, reason }),
        subject: target,
        text: html`${team ? html`(team ${team}) ` : ''}fails: ${share(failures, attempts)} of ${count(attempts)} attempts failed, most of them with
          ${reasonName(reason)}`,
      };
    });
}

/** Without the pairs of a node that fails for everybody: it explains them. */
export function failingPairs({ zonePairs, failing }, state) {
  const all = rate({ attempts: sum(zonePairs, 'attempts'), failures: sum(zonePairs, 'failures') });
  const explained = new Set(failing.map(({ role, node }) => `${role} ${node.zone}`));
  return zonePairs
    .filter(pair => pair.failing >= Math.max(WORTH_A_LOOK, 2 * all))
    .filter(pair => ROLES.every(role => !explained.has(`${role} ${pair[`${role}_zone`]}`)))
    .map(({ source_zone, destination_zone, failures, attempts }) => ({
      weight: (100 * failures) / attempts,
      href: link(state, 'attempts', { source_zone, destination_zone, target: state.target, outcome: 'failure' }),
      subject: `${source_zone} → ${destination_zone}`,
      text: `fails: ${share(failures, attempts)} of ${count(attempts)} attempts failed`,
    }));
}

function rate({ attempts, failures }) {
  return attempts > 0 ? failures / attempts : 0;
}

function sum(pairs, key) {
  return pairs.reduce((total, pair) => total + pair[key], 0);
}
