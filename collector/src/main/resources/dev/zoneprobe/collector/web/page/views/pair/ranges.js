// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
// Rows with a median and a higher quantile, as numbers and as a stroke on one common logarithmic scale.

import { html, svg } from '../../core/html.js';
import { count, duration, quantileName } from '../../core/format.js';

const WIDTH = 160;

/** @param rows each with `name`, `median` and `estimate` */
export function ranges(rows, quantile) {
  const known = rows.filter(row => row.median.samples > 0);
  if (known.length === 0) return html`<p class="soft">No samples in this window.</p>`;
  const at = position(known.flatMap(row => [row.median.seconds, row.estimate.seconds]).filter(seconds => seconds > 0));
  return html`<table class="numbers"><thead><tr><th scope="col">Attempts</th><th scope="col">median</th><th scope="col">${quantileName(quantile)}</th>
      <th scope="col">samples</th><th scope="col" class="bar"><span class="hidden">stroke from median to ${quantileName(quantile)}</span></th></tr></thead>
    <tbody>${known.map(
      row => html`<tr><th scope="row">${row.name}</th><td>${value(row.median)}</td><td>${value(row.estimate)}</td>
      <td>${count(row.median.samples)}</td><td class="bar">${stroke(row, at)}</td></tr>`,
    )}</tbody></table>`;
}

function value(estimate) {
  return estimate.seconds === null
    ? html`<span class="soft" title="Not enough samples for this quantile">too few</span>`
    : html`<span title="With 90 % confidence ${duration(estimate.lower)} to ${duration(estimate.upper)}">${duration(estimate.seconds)}</span>`;
}

function position(seconds) {
  const low = Math.log(Math.min(...seconds) * 0.9);
  const high = Math.log(Math.max(...seconds) * 1.1);
  return value => 6 + ((WIDTH - 12) * (Math.log(value) - low)) / (high - low);
}

function stroke({ median, estimate }, at) {
  if (!(median.seconds > 0)) return '';
  const from = at(median.seconds);
  const to = estimate.seconds > 0 ? at(estimate.seconds) : from;
  return html`<svg class="stroke" width=${WIDTH} height="14" viewBox="0 0 ${WIDTH} 14" aria-hidden="true">${svg`
    <line class="rule" x1="0" x2=${WIDTH} y1="7" y2="7"/><line class="range" x1=${from} x2=${to} y1="7" y2="7"/>
    <circle class="median" cx=${from} cy="7" r="4"/><rect class="tail" x=${to - 1.5} y="2" width="3" height="10"/>`}</svg>`;
}
