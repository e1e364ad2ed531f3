// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
// Where to look first: whatever the collector knows, not only the phase that the matrix shows. One scale for everything: a hundredth
// of all attempts that fails, or is held up, weighs as much as being slow once more.

import { html } from '../../core/html.js';
import { address } from '../../core/api.js';
import { href } from '../../core/state.js';
import { count } from '../../core/format.js';
import { missingOf } from '../../core/missing.js';
import { pairsOf } from '../matrix/pairs.js';
import { AFTER_MAIN } from '../../core/live.js';
import { failingMesh, failingNodes, failingPairs, failingTargets } from './failing.js';
import { troubledHosts } from './hosts.js';
import { ofOneMoment } from './moment.js';
import { outageOf } from './outage.js';
import { slowFromOneZone, slowPairs, slowTargets } from './slow.js';

const MOST = 4;
const EVERY = 15_000;

/** What has to be asked for it: a lower quantile too, for which samples suffice earlier. Of nodes only the last minutes are known. */
export function lookQuestions(state) {
  const { window, until, baseline } = state;
  const targets = { window, until, baseline, phase: 'response', quantile: '0.9' };
  const later = url => [url, EVERY, AFTER_MAIN];
  return {
    targets: later(address('targets', targets)),
    failed: later(address('targets', { ...targets, outcome: 'failure' })),
    rough: later(address('matrix', { window, until, baseline, phase: 'round_trip', quantile: '0.9', target: 'peer' })),
    ...(until ? {} : { nodes: later(address('nodes', { phase: 'round_trip', quantile: '0.99' })) }),
  };
}

/** What is known of targets and of their failures at one moment, or nothing. */
export function lookTargets(live) {
  return ofOneMoment(live.answer('targets'), live.answer('failed')) ?? [];
}

/** The panel; `pairs` is what the matrix shows. */
export function look(pairs, [targets, failed], state, live) {
  const nodes = state.until ? NO_NODES : live.answer('nodes').data;
  const rough = live.answer('rough').data;
  const known = [pairs.data, nodes, targets, failed, rough];
  const all = nodes?.nodes && targets?.targets && failed?.targets && rough?.rows;
  return html`<section class="look ${all ? 'verdict' : ''}" aria-label="Look here first"><h2>Look here first</h2>
    ${all ? lines(foundIn(known, pairs.zonePairs, state), known) : html`<p class="soft">Looking …</p>`}</section>`;
}

const NOT_COMPARED = 'A collector is missing: neither nodes were compared with each other, nor targets with before.';
/** How nodes were in a past window nobody can say. */
const NO_NODES = { nodes: [], missing: [], unknown: true };
let last = { known: [], links: '', found: [] };

/** Thought over once for the same answers: a page is drawn much more often than it learns something. */
function foundIn(known, zonePairs, state) {
  const links = href({ ...state, colour: '', group: '' });
  if (links !== last.links || known.some((one, at) => one !== last.known[at])) {
    const [data, nodes, { targets }, { targets: failed }, rough] = known;
    const whole = missingOf([known[2]]).length === 0;
    const roughly = { data: rough, zonePairs: pairsOf(rough, { group: 'zones' }).zonePairs };
    const found = ranked({ data, zonePairs, nodes, outage: outageOf(roughly.zonePairs, nodes), targets, failed, roughly, whole }, state);
    last = { known, links, found };
  }
  return last.found;
}

/** Whether there was any attempt, on peers or others. */
function isMeasured({ targets }) {
  return targets.some(one => one.now.counts.attempts > 0);
}

function lines(found, known) {
  if (found.length === 0) return html`<p class="soft">${nothing(known)}</p>`;
  return html`<ol>${found.slice(0, MOST).map(one => html`<li><a href=${one.href}>${one.subject}</a> ${one.text}.</li>`)}</ol>
    ${found.length > MOST ? html`<p class="soft">${count(found.length - MOST)} more.</p>` : ''}`;
}

/** What was looked at in vain, and what there was nothing to compare with. */
function nothing([, nodes, targets]) {
  if (!isMeasured(targets)) return 'Nothing can be said: no attempt was reported in this window.';
  const was = targets.before.minutes_with_data > 0;
  return html`Nothing stands out: nothing fails more than the rest, ${nodes.unknown ? '' : 'no host is in trouble, '}and nothing is slower, beyond chance,
    ${was ? 'than before, ' : ''}than its way back, or than from elsewhere.
    ${was ? '' : 'There is nothing before to compare with.'} ${missingOf([nodes, targets]).length > 0 ? NOT_COMPARED : ''}`;
}

/** The worst first, and of each subject only the worst. */
function ranked(known, state) {
  const found = [failingNodes, failingTargets, failingPairs, failingMesh, troubledHosts, slowPairs, slowTargets, slowFromOneZone]
    .flatMap(ask => ask(known, state))
    .concat(slowPairs(known.roughly, state))
    .toSorted((one, other) => other.weight - one.weight);
  return [...Map.groupBy(found, one => one.subject).values()].map(([worst]) => worst);
}
