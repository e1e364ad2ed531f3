// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
// Every pair of zones at a glance.

import { guard, html } from '../core/html.js';
import { address } from '../core/api.js';
import { link } from '../core/state.js';
import { clock, quantileName, quantileShare } from '../core/format.js';
import { phaseMeaning, phaseName, phaseTitle } from '../core/words.js';
import { segments, sliceControls, sliceParameters, timeControls } from '../parts/controls.js';
import { downloads } from '../parts/downloads.js';
import { help } from '../parts/help.js';
import { noData, waiting } from '../parts/empty.js';
import { pairsOf } from './matrix/pairs.js';
import { matrixTable } from './matrix/table.js';
import { legend } from './matrix/legend.js';
import { outstanding } from './matrix/outstanding.js';
import { matrixPicture } from './matrix/picture.js';
import { look, lookQuestions, lookTargets } from './look/panel.js';

const COLOURS = [
  ['value', 'duration'],
  ['change', 'change'],
  ['failures', 'failures'],
];
const GROUPS = [
  ['zones', 'zones'],
  ['regions', 'regions'],
];

export function title(state) {
  return `${phaseName(state.phase)} ${quantileName(state.quantile)}, zone to zone`;
}

export function questions(state) {
  return { main: address('matrix', { ...sliceParameters(state), target: state.target }), ...lookQuestions(state) };
}

export function render(state, live) {
  const answer = live.answer('main');
  const { data } = answer;
  const targets = lookTargets(live);
  return html`
    <div class="head"><h1>${phaseTitle(state.phase)}, ${quantileName(state.quantile)}, zone to zone</h1>
      ${help('the matrix', meaning(state))} <span class="span">${data ? windowText(data.span) : ''}</span></div>
    <div class="controls">${sliceControls(state)}
      ${segments(state, 'colour', 'Colour', COLOURS)}${segments(state, 'group', 'By', GROUPS)}${timeControls(state, live, data?.span)}</div>
    ${data ? body(state, { ...answer, targets }, live) : waiting(answer)}`;
}

function body(state, { data, targets, pending, problem }, live) {
  const pairs = pairsOf(data, state);
  const dense = pairs.places.length > 12 ? 'dense-layout' : '';
  return html`
    ${data.span.minutes_with_data === 0 ? noData(data.span, live.answer('system').data) : ''}
    ${
      data.zones.length === 0
        ? ''
        : html`${look(pairs, targets, state, live)}<div class="matrix-layout ${dense} ${pending || problem ? 'old' : ''}">
      ${guard([data, state.colour, state.group], () => matrix(pairs, state))}</div>`
    }`;
}

/** A thousand cells take a while to put together: done for each answer, not for each step on the way to it. */
function matrix(pairs, state) {
  const csv = address('matrix.csv', { ...sliceParameters(state), target: state.target });
  return html`<section class="matrix-main" aria-label="Matrix">
        ${matrixTable(pairs, state)}${legend(pairs, state)}
        ${downloads(
          ['CSV', csv, 'zoneprobe-matrix.csv'],
          ['JSON', csv.replace('matrix.csv', 'matrix'), 'zoneprobe-matrix.json'],
          ['PNG', () => matrixPicture(pairs, state, title(state)), 'zoneprobe-matrix.png'],
        )}
      </section>
      ${outstanding(pairs)}`;
}

function windowText(span) {
  return `${clock(span.from, false)} – ${clock(span.until, false)} UTC`;
}

function meaning(state) {
  return html`${quantileShare(state.quantile)} attempts from the zone of the row to the zone of the column took at most so many
    milliseconds for this phase: ${phaseMeaning(state.phase)}. Failed attempts count with the time until they failed.
    The second line is the change against the window before; it has no ▲ or ▼ where the difference may be chance.
    Dashed cells have too few samples for this quantile. <a href=${link(state, 'nodes')}>Nodes</a> tells which machine stands out.`;
}
