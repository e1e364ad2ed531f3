// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
// One cell: how long, how that changed, what failed, or why there is no number.

import { html, nothing } from '../../core/html.js';
import { change, count, duration, milliseconds, quantileName, share } from '../../core/format.js';
import { changeStep, failureStep } from '../../core/scale.js';

/** One template whatever there is to say: who stands on the cell with the keyboard stays there when that changes. */
export function cell(pairs, [from, to], state, { starts, stop }) {
  const pair = pairs.of(from, to);
  const names = [pairs.places[from].name, pairs.places[to].name];
  return html`<td class="${pair ? looks(pair, pairs, state) : 'none'} ${starts}">
    <a href=${pair ? pairs.link(pair) : nothing} role=${pair ? nothing : 'note'} tabindex=${stop ? 0 : -1} .names=${names} .pair=${pair && { pair, state }}
      aria-label=${pair ? sentence(pair, state) : `${names[0]} to ${names[1]}: not measured`}>${pair ? content(pair) : '·'}</a></td>`;
}

function looks(pair, pairs, state) {
  return `${kindOf(pair)} ${colour(pair, pairs, state)} ${pair.failures > 0 ? 'failing' : ''}`;
}

function content(pair) {
  return html`<b>${cellText(pair)}</b>${second(pair)}${failed(pair, kindOf(pair))}`;
}

/** What stands in the cell: milliseconds, or why there are none. */
export function cellText(pair) {
  return { gone: 'no data', few: `n=${count(pair.samples)}`, dead: '✕ all', fine: milliseconds(pair.seconds) }[
    kindOf(pair)
  ];
}

/** `gone`: data in the window before only; `dead`: nothing but failures; `few`: too few samples for this quantile; else `fine`. */
export function kindOf(pair) {
  if (!pair.attempts && !pair.samples) return 'gone';
  if (pair.attempts > 0 && pair.failures === pair.attempts) return 'dead';
  return pair.seconds === null ? 'few' : 'fine';
}

export function colour(pair, pairs, state) {
  if (state.colour === 'failures') return pair.attempts ? `f${failureStep(pair.failures, pair.attempts)}` : '';
  if (kindOf(pair) !== 'fine') return '';
  if (state.colour === 'change')
    return pair.changed ? `c${pair.noise ? 3 : changeStep(pair.seconds, pair.before_seconds)}` : '';
  return `h${pairs.scale.step(pair.seconds)}`;
}

function second(pair) {
  return pair.changed && kindOf(pair) === 'fine'
    ? html`<i class=${pair.noise ? 'noise' : pair.seconds > pair.before_seconds ? 'up' : 'down'}>${change(pair.seconds, pair.before_seconds)}</i>`
    : nothing;
}

function failed(pair, kind) {
  return pair.failures > 0 && kind !== 'dead' ? html`<em>✕ ${share(pair.failures, pair.attempts)}</em>` : nothing;
}

/** Everything that a cell has to tell, in words. */
export function sentence(pair, state) {
  const name = quantileName(state.quantile);
  if (kindOf(pair) === 'gone')
    return `${pair.source_zone} to ${pair.destination_zone}: no data in this window; there was in the one before`;
  const value =
    pair.seconds === null
      ? `not enough samples for ${name}: ${count(pair.samples)}`
      : `${name} ${duration(pair.seconds)}, with 90 % confidence ${duration(pair.lower)} to ${duration(pair.upper)}, of ${count(pair.samples)} samples`;
  const before = pair.changed
    ? `; before: ${duration(pair.before_seconds)} (${change(pair.seconds, pair.before_seconds)}${pair.noise ? ', may be chance' : ''})`
    : '';
  const failures = pair.attempts
    ? `; ${pair.failures ? `${count(pair.failures)} of ${count(pair.attempts)} attempts failed (${share(pair.failures, pair.attempts)})` : `none of ${count(pair.attempts)} attempts failed`}`
    : '';
  return `${pair.source_zone} to ${pair.destination_zone}: ${value}${before}${failures}`;
}
