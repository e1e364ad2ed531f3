// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
// The row of choices above a view. A choice changes the address, and the address is what the page shows.

import { html, live, nothing } from '../core/html.js';
import { go, href } from '../core/state.js';
import * as words from '../core/words.js';

/** One choice: a label, and the values with their names. */
export function choice(state, key, label, options) {
  const known = options.some(([value]) => value === state[key]);
  const all = known ? options : [...options, [state[key], state[key]]];
  return html`<label class="choice" title=${words.HELP[key] ?? ''}><span>${label}</span>
    <select name=${key} @change=${event => go(href(state, { [key]: event.target.value }))}>
      ${all.map(([value, name]) => html`<option value=${value} .selected=${live(value === state[key])}>${name}</option>`)}
    </select></label>`;
}

/** A few choices as buttons beside each other. */
export function segments(state, key, label, options) {
  return html`<fieldset class="segments" title=${words.HELP[key] ?? ''}><legend>${label}</legend>
    ${options.map(
      ([value, name]) => html`<label>
      <input type="radio" name=${key} value=${value} .checked=${live(state[key] === value)}
        @change=${() => go(href(state, { [key]: value }))}><span>${name}</span></label>`,
    )}</fieldset>`;
}

/** A text to look for; each keystroke changes the address without a new entry in the history. */
export function search(state, key, label) {
  return html`<label class="choice"><span>${label}</span>
    <input type="search" name=${key} spellcheck="false" autocomplete="off" .value=${live(state[key])}
      @input=${event => go(href(state, { [key]: event.target.value }), true)}></label>`;
}

const phases = () => Object.entries(words.PHASES).map(([value, [name]]) => [value, name]);

const SLICE = {
  phase: state => choice(state, 'phase', 'Phase', phases()),
  quantile: state => choice(state, 'quantile', 'Quantile', words.QUANTILES),
  protocol: state => choice(state, 'protocol', 'Protocol', words.PROTOCOLS),
  connection: state => choice(state, 'connection', 'Connection', words.CONNECTIONS),
  outcome: state => choice(state, 'outcome', 'Outcome', words.OUTCOMES),
  source_state: state => choice(state, 'source_state', 'Source host', words.STATES),
  window: state => choice(state, 'window', 'Window', words.WINDOWS),
  baseline: state => choice(state, 'baseline', 'Compared with', words.BASELINES),
};

/** The choices that the questions about durations have in common. */
export function sliceControls(state, keys = Object.keys(SLICE)) {
  return keys.map(key => SLICE[key](state));
}

/** Their parameters for the collector. */
export function sliceParameters(state, keys = Object.keys(SLICE)) {
  return Object.fromEntries([...keys, 'until'].map(key => [key, state[key]]));
}

const MINUTE = 60_000;

/** Moves the window through time: earlier, later, held at a moment or following the present. */
export function timeControls(state, answers, span) {
  const held = state.until !== '';
  const to = until => href(state, { until });
  return html`<div class="time" role="group" aria-label="Time">
    <a class="button" data-stay href=${to(earlier(span))} title="The window before">‹<span class="hidden"> earlier</span></a>
    ${
      held
        ? html`<a class="button on" data-stay href=${to('')} title="Follow the present again">go live</a>`
        : html`<a class="button" data-stay href=${to(whole(span))} title="Keep the minutes that are over: the link shows their numbers to everybody">hold</a>`
    }
    ${held ? html`<a class="button" data-stay href=${to(later(span, answers))} title="The window after">›<span class="hidden"> later</span></a>` : nothing}
  </div>`;
}

function earlier(span) {
  return span ? moment(new Date(span.from)) : whole(span);
}

/** The last minute of a window that follows the present still fills up: a link to it would show other numbers each time. */
function whole(span) {
  return moment((span ? new Date(span.until) : Date.now()) - MINUTE);
}

/** Beyond the last minute that is over, as the collector's clock says, is the present; and while nobody knows what it says. */
function later(span, answers) {
  if (!span) return '';
  const end = 2 * new Date(span.until) - new Date(span.from);
  const now = answers.answer('system').data?.now;
  return !now || end > new Date(now) ? '' : moment(end);
}

function moment(milliseconds) {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z/, 'Z');
}
