// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
// What the attempts that are shown have in common.

import { html } from '../../core/html.js';
import { href } from '../../core/state.js';
import { count, duration } from '../../core/format.js';
import { reasonName } from '../../core/words.js';
import { nameOf, stretches } from './waterfall.js';

export function verdict(attempts, state) {
  const [first] = attempts;
  return html`<p class="verdict lead"><b>${common(attempts)}</b>${attempts.every(one => one.source_state === 'stalled') ? ' The agent itself was held up in all of them: their times are not the network’s.' : ''}
    The ${state.order === 'newest' ? 'newest' : 'slowest'} <a href=${href(state, { id: first.id })}>took ${duration(first.total)}</a>.</p>`;
}

function common(attempts) {
  const failed = attempts.filter(one => one.outcome === 'failure');
  if (failed.length * 2 > attempts.length) {
    const [reason, number] = most(failed.map(one => reasonName(one.reason)));
    return `${count(number)} of these ${count(attempts.length)} failed with ${reason}.`;
  }
  const [phase, number] = most(attempts.map(longest));
  return `In ${count(number)} of these ${count(attempts.length)}, ${nameOf(phase)} is the longest part.`;
}

function longest(attempt) {
  return stretches(attempt).toSorted((one, other) => other.seconds - one.seconds)[0].phase;
}

/** The commonest of them, and how often it occurs. */
function most(values) {
  return [...Map.groupBy(values, one => one)]
    .map(([value, members]) => [value, members.length])
    .toSorted(([, one], [, other]) => other - one)[0];
}
