// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
// The panels of a pair that are charts, each with what it says in words and as a picture to save.

import { html } from '../../core/html.js';
import '../../charts/chart.js';
import { heat } from '../../charts/heat.js';
import { barsOf, phaseBars } from '../../charts/phases.js';
import { spectrum } from '../../charts/spectrum.js';
import { clock, count, duration } from '../../core/format.js';
import { PARTS, phaseName, phaseTitle } from '../../core/words.js';
import { downloads } from '../../parts/downloads.js';
import { heading } from '../../parts/help.js';

const MEANING = {
  spectrum:
    'For each percentile how long it took, both axes logarithmic. The line that lies higher is slower; where they part tells whether everything or only the tail changed.',
  heat: 'Each column is a moment, each row a duration; the stronger the colour, the more samples. Grey columns have no data. Two bands are two ways through the network.',
  phases: 'The mean of each phase of an attempt, stacked: where the time goes. Means add up; percentiles do not.',
};

/** The charts of each answer are made once: whoever points at one is not disturbed until the next answer. */
const made = new WeakMap();

function chartsOf(data) {
  if (!made.has(data)) {
    const before = { name: 'before', colour: 'before', points: data.before.spectrum, dashed: true };
    const now = { name: 'now', colour: 'now', points: data.now.spectrum };
    made.set(data, {
      spectrum: spectrum([before, now], data.quantile),
      heat: heat(data.heat),
      phases: phaseBars(data.phases),
    });
  }
  return made.get(data);
}

export function chartPanels(data) {
  const charts = chartsOf(data);
  const [long, short] = [phaseTitle(data.phase), phaseName(data.phase)];
  const any = data.now.spectrum.length > 0;
  return [
    panel('spectrum', `Percentiles of ${short}`, charts.spectrum, spectrumTable(data), any),
    panel('heat', `${long} over time`, charts.heat, heatTable(data.heat), data.heat.counts.length > 0),
    panel('phases', 'Where the time goes', charts.phases, phaseTable(data.phases), barsOf(data.phases).length > 0),
  ];
}

function panel(kind, title, option, table, any) {
  const picture = () => document.querySelector(`.panel.${kind} zp-chart`).picture();
  return html`<section class="panel ${kind}">${heading(title, MEANING[kind])}
    ${
      any
        ? html`<zp-chart aria-label=${`${title}; the table below tells the same`} .option=${option}></zp-chart>
      <div class="panel-foot"><details class="numbers"><summary>as a table</summary><div class="scroller" tabindex="0" role="region" aria-label=${`${title}, as a table`}>${table}</div></details>
      ${downloads(['PNG', picture, `zoneprobe-${kind}.png`])}</div>`
        : html`<p class="soft">No samples in this window.</p>`
    }</section>`;
}

function spectrumTable({ now, before }) {
  const past = new Map(before.spectrum);
  return html`<table><thead><tr><th scope="col">Percentile</th><th scope="col">now</th><th scope="col">before</th></tr></thead>
    <tbody>${now.spectrum.map(
      ([
        quantile,
        seconds,
      ]) => html`<tr><th scope="row">${quantile === 1 ? 'slowest' : `${Number((quantile * 100).toPrecision(8))} %`}</th>
      <td>${duration(seconds)}</td><td>${duration(past.get(quantile))}</td></tr>`,
    )}</tbody></table>`;
}

function heatTable({ starts, counts, bounds, missing }) {
  const columns = Map.groupBy(counts, ([column]) => column);
  return html`<table><thead><tr><th scope="col">From</th><th scope="col">samples</th><th scope="col">fastest at least</th><th scope="col">slowest below</th></tr></thead>
    <tbody>${starts.map((start, at) => heatRow(clock(start, false), columns.get(at) ?? [], bounds, missing.includes(at)))}</tbody></table>`;
}

function heatRow(start, cells, bounds, missing) {
  const rows = cells.map(([, row]) => row);
  return html`<tr><th scope="row">${start}</th><td>${missing ? 'no data' : count(cells.reduce((sum, [, , samples]) => sum + samples, 0))}</td>
    <td>${rows.length ? duration(bounds[Math.min(...rows)]) : '–'}</td><td>${rows.length ? duration(bounds[Math.max(...rows) + 1]) : '–'}</td></tr>`;
}

function phaseTable(phases) {
  return html`<table><thead><tr><th scope="col">Attempts</th>${PARTS.map(part => html`<th scope="col">${phaseName(part)}</th>`)}</tr></thead>
    <tbody>${barsOf(phases).map(bar => html`<tr><th scope="row">${bar.name}</th>${PARTS.map(part => html`<td>${duration(bar.parts[part])}</td>`)}</tr>`)}</tbody></table>`;
}
