// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
// Single attempts: the slow and the failed ones, as waterfalls of their phases.

import { html, repeat } from '../core/html.js';
import { address } from '../core/api.js';
import { href } from '../core/state.js';
import { count } from '../core/format.js';
import { CONNECTIONS, OUTCOMES, PARTS, PHASES, PROTOCOLS, phaseName } from '../core/words.js';
import { choice, search } from '../parts/controls.js';
import { downloads } from '../parts/downloads.js';
import { help } from '../parts/help.js';
import { nothingThere, waiting } from '../parts/empty.js';
import { attemptRow, scaleFor } from './attempts/row.js';
import { story } from './attempts/story.js';
import { verdict } from './attempts/verdict.js';

const FILTERS = [
  'source_zone',
  'destination_zone',
  'target',
  'protocol',
  'connection',
  'source_state',
  'outcome',
  'reason',
  'phase',
  'order',
  'limit',
];
const STATES = [
  ['', 'all'],
  ['calm', 'calm'],
  ['busy', 'busy'],
  ['stalled', 'stalled'],
];
const ORDERS = [
  ['slowest', 'slowest first'],
  ['newest', 'newest first'],
];
const LIMITS = [
  ['50', '50'],
  ['200', '200'],
  ['500', '500'],
];
const PHASE_CHOICES = [['', 'whole attempt'], ...Object.entries(PHASES).map(([value, [name]]) => [value, name])];

export function title(state) {
  return state.id ? `attempt ${state.id}` : 'slow and failed attempts';
}

function parameters(state) {
  return Object.fromEntries(FILTERS.map(key => [key, state[key]]));
}

export function questions(state) {
  return state.id
    ? { main: [address(`attempts/${encodeURIComponent(state.id)}`), 3_600_000] }
    : { main: address('attempts', parameters(state)) };
}

export function render(state, live) {
  const answer = live.answer('main');
  if (state.id) return one(state, answer);
  const { data } = answer;
  return html`<div class="head"><h1>Attempts</h1>${help('attempts', meaning())}
      <span class="span">${data ? `${count(data.attempts.length)} of ${count(data.matching)} that match` : ''}</span></div>
    <div class="controls">${search(state, 'source_zone', 'From zone')}${search(state, 'destination_zone', 'To zone')}${search(state, 'target', 'Target')}
      ${choice(state, 'protocol', 'Protocol', PROTOCOLS)}${choice(state, 'connection', 'Connection', CONNECTIONS)}${choice(state, 'source_state', 'Source host', STATES)}
      ${choice(state, 'outcome', 'Outcome', OUTCOMES)}${search(state, 'reason', 'Reason')}${choice(state, 'phase', 'Ranked by', PHASE_CHOICES)}
      ${choice(state, 'order', 'Order', ORDERS)}${choice(state, 'limit', 'At most', LIMITS)}</div>
    ${data ? list(state, data, answer) : waiting(answer)}`;
}

function list(state, data, answer) {
  if (data.attempts.length === 0)
    return nothingThere(
      'No attempt matches',
      'Each collector keeps the latest of the slowest and the failed ones, as many as its limits.attempts says; a restart forgets them.',
      html`<a href=${href(state, { ...cleared(), view: 'attempts' })}>Show all</a>`,
    );
  const scale = scaleFor(data.attempts);
  return html`<div class=${answer.pending || answer.problem ? 'old' : ''}>
    ${verdict(data.attempts, state)}
    <p class="legend">${PARTS.map((part, at) => html`<span class="key"><i class="swatch part-${at}"></i> ${phaseName(part)}</span>`)}<span class="key"><i class="swatch late"></i> late</span><span class="key"><i class="swatch between"></i> between phases</span></p>
    <ol class="attempts">${repeat(
      data.attempts,
      attempt => attempt.id,
      attempt => attemptRow(attempt, scale, state),
    )}</ol>
    ${downloads(['JSON', address('attempts', parameters(state)), 'zoneprobe-attempts.json'])}</div>`;
}

function cleared() {
  return Object.fromEntries(FILTERS.map(key => [key, { order: 'slowest', limit: '50' }[key] ?? '']));
}

function one(state, answer) {
  return html`<div class="head"><h1>Attempt <code>${state.id}</code></h1><a class="button" href=${href(state, { id: '' })}>all attempts</a></div>
    ${
      answer.problem?.kind === 'absent'
        ? nothingThere(
            'This attempt is gone',
            answer.problem.message,
            'The agent of its source node may still know it.',
          )
        : answer.data
          ? story(answer.data, state)
          : waiting(answer)
    }`;
}

function meaning() {
  return `Each line is one attempt that really happened, kept whole because it was among the slowest or failed. Its bar shows the phases
    in their order on one common scale: the longest part is where the time went.`;
}
