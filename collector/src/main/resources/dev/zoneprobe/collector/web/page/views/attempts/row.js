// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
// One attempt as a line: what it was, and its phases as a waterfall.

import { html } from '../../core/html.js';
import { href } from '../../core/state.js';
import { clock, duration } from '../../core/format.js';
import { reasonName } from '../../core/words.js';
import { waterfall } from './waterfall.js';

/** The longest of them, in seconds: all waterfalls have one scale. */
export function scaleFor(attempts) {
  return Math.max(...attempts.map(attempt => attempt.response ?? attempt.total), 1e-6);
}

export function attemptRow(attempt, scale, state) {
  return html`<li class=${attempt.outcome === 'failure' ? 'failure' : ''}>
    <a class="what" href=${href(state, { id: attempt.id })}>
      <span class="way"><span class="name">${attempt.source_zone}</span> → <span class="name">${attempt.destination_zone}</span></span>
      <span class="soft">${attempt.target} · ${attempt.protocol} ${attempt.connection}${attempt.source_state === 'calm' ? '' : html` · <span class="mark">${attempt.source_state}</span>`}</span></a>
    <b>${duration(attempt.total)}</b>
    ${waterfall(attempt, scale)}
    <span class="end">${attempt.outcome === 'failure' ? html`<em>✕ ${reasonName(attempt.reason)}</em>` : ''} <span class="soft">${clock(attempt.begun)}</span></span></li>`;
}
