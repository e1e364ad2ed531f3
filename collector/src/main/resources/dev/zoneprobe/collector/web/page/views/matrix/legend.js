// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
// What the colours and marks of the matrix stand for.

import { html } from '../../core/html.js';
import { count, milliseconds } from '../../core/format.js';
import { CHANGE_NAMES, FAILURE_NAMES } from '../../core/scale.js';
import { BASELINES } from '../../core/words.js';

export function legend(pairs, state) {
  return html`<div class="legend" role="group" aria-label="Legend">${steps(pairs, state)}
    <span class="key"><i class="swatch few">n=5</i> fewer than ${count(pairs.data.samples_needed)} samples: too few for this quantile</span>
    <span class="key"><i class="swatch dead">✕</i> every attempt failed</span>
    <span class="key"><i class="swatch failing"></i> some failed</span>
    <span class="key"><i class="swatch none">·</i> not measured</span></div>`;
}

function steps(pairs, state) {
  if (state.colour === 'change') return named('c', CHANGE_NAMES, `against the window ${before(state)}`);
  if (state.colour === 'failures') return named('f', FAILURE_NAMES, 'of the attempts failed');
  if (!pairs.scale) return '';
  const { bounds } = pairs.scale;
  return html`<span class="scale"><span>${milliseconds(bounds[0])}</span>
    ${bounds.slice(1).map((bound, step) => html`<i class="swatch h${step}" title="${milliseconds(bounds[step])} to ${milliseconds(bound)} ms"></i>`)}
    <span>${milliseconds(bounds.at(-1))} ms</span></span>`;
}

/** Which window the one in question is compared with. */
export function before({ baseline }) {
  return baseline === '0m' ? 'before' : (BASELINES.find(([value]) => value === baseline)?.[1] ?? `${baseline} before`);
}

function named(prefix, names, unit) {
  return html`<span class="scale named">${names.map((name, step) => html`<i class="swatch ${prefix}${step}">${name}</i>`)}<span>${unit}</span></span>`;
}
