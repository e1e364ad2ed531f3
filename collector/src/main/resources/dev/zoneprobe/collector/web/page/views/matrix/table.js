// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
// The heat map as a table: one stop for the tab key, arrow keys from cell to cell, Enter opens a pair.

import { html, nothing, repeat } from '../../core/html.js';
import { phaseName } from '../../core/words.js';
import { quantileName } from '../../core/format.js';
import { cell, sentence } from './cell.js';
import { become, stop } from './stop.js';

const MOVES = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  Home: [0, -Infinity],
  End: [0, Infinity],
  PageUp: [-Infinity, 0],
  PageDown: [Infinity, 0],
};

export function matrixTable(pairs, state) {
  const { places } = pairs;
  const [row, column] = stop(places);
  const size = places.length > 12 ? 'dense' : places.length > 6 ? 'medium' : 'roomy';
  return html`<div class="scroller" tabindex="-1"><table class="matrix ${size}" @keydown=${move} @pointerover=${tell} @focusin=${arrive}>
    <caption class="hidden">${phaseName(state.phase)}, ${quantileName(state.quantile)}, in milliseconds; rows are sources, columns destinations.
      Arrow keys move between cells, Enter opens a pair.</caption>
    <thead>${regionRow(pairs)}
      <tr><td class="corner"><span>from</span> ↓ <span>to</span> →<b>ms</b></td>${places.map(
        (place, at) => html`<th scope="col"
        class=${starts(places, at)}><span class="name" title=${about(place)}>${place.name}</span></th>`,
      )}</tr></thead>
    <tbody>${repeat(
      places,
      place => place.name,
      (place, from) => html`<tr class=${starts(places, from)}>
      <th scope="row" title=${about(place)}><span class="name">${place.name}</span>${silent(place)}</th>
      ${repeat(
        places,
        other => other.name,
        (_, to) => cell(pairs, [from, to], state, { starts: starts(places, to), stop: from === row && to === column }),
      )}</tr>`,
    )}</tbody>
  </table></div><p class="readout" aria-hidden="true">Point at a cell, or move with the arrow keys, for the whole story.</p>`;
}

function regionRow({ places, grouped }) {
  if (grouped || places.every(place => !place.region)) return nothing;
  const runs = places
    .filter((place, at) => starts(places, at) === 'first')
    .map(place => [place.region, places.filter(one => one.region === place.region).length]);
  return html`<tr class="regions"><td></td>${runs.map(([region, width]) => html`<th scope="colgroup" colspan=${width} class="first"><span class="name">${region || 'no region'}</span></th>`)}</tr>`;
}

function starts(places, at) {
  return at === 0 || places[at].region !== places[at - 1].region ? 'first' : '';
}

function about(place) {
  return `${place.name}${place.region ? ` in ${place.region}` : ''}: ${place.agents} agents report${place.nodes === null ? '' : `, of ${place.nodes} nodes`}`;
}

function silent(place) {
  return place.agents === 0
    ? html`<span class="mark warn" title="No agent of this zone reports">silent</span>`
    : nothing;
}

function move(event) {
  const step = MOVES[event.key];
  const from = event.target.closest('td');
  if (!step || !from) return;
  event.preventDefault();
  const rows = from.closest('tbody').rows;
  const row = rows[clamp(from.parentNode.rowIndex - rows[0].rowIndex + step[0], rows.length)];
  row.cells[1 + clamp(from.cellIndex - 1 + step[1], row.cells.length - 1)].querySelector('a').focus();
}

function clamp(value, size) {
  return Math.max(0, Math.min(size - 1, value));
}

function arrive(event) {
  become(event.target);
  tell(event);
}

function tell(event) {
  const anchor = event.target.closest('td')?.querySelector('a');
  if (!anchor?.pair) return;
  anchor.closest('section').querySelector('.readout').textContent = sentence(anchor.pair.pair, anchor.pair.state);
}
