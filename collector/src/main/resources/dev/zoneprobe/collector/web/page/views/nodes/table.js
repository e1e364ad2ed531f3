// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
// The table of nodes: any column sorts it, and only the rows that can be seen are in the document.

import { html, nothing } from '../../core/html.js';
import { href } from '../../core/state.js';
import { ago, bytes, clock, count, digits, duration, quantileName, share } from '../../core/format.js';
import { isGone } from '../../core/silence.js';
import { windowed } from '../../parts/windowed.js';

const COLUMNS = [
  ['', 'stands out', 'text'],
  ['node', 'node', 'text'],
  ['zone', 'zone', 'text'],
  ['seconds', 'quantile', ''],
  ['median', 'median', ''],
  ['times', '× middle', ''],
  ['failed', 'failed', ''],
  ['attempts', 'attempts', ''],
  ['held', 'busy, stalled', ''],
  ['instance', 'host', 'text'],
  ['reported', 'reported', ''],
];

export function nodesTable(found, now, state, redraw) {
  return windowed({
    label: 'Nodes',
    rows: found,
    redraw,
    caption: `Nodes ${state.role === 'source' ? 'as sources' : 'as destinations'}; headers sort`,
    head: html`<tr>${COLUMNS.map(([key, name, kind]) => header(state, key, key === 'seconds' ? quantileName(state.quantile) : name, kind))}</tr>`,
    row: (one, at) => row(one, now, at),
  });
}

function header(state, key, name, kind) {
  const sorted = state.sort === key;
  const rising = ['node', 'zone', 'instance'].includes(key) ? 'no' : '';
  const next = sorted ? (state.down === 'no' ? '' : 'no') : rising;
  return html`<th scope="col" class=${kind} aria-sort=${sorted ? (state.down === 'no' ? 'ascending' : 'descending') : nothing}>
    <a data-stay href=${href(state, { sort: key, down: next })}>${name}${sorted ? html`<span aria-hidden="true">${state.down === 'no' ? ' ↑' : ' ↓'}</span>` : ''}</a></th>`;
}

function row({ node, own, times, held, failed, reasons }, now, at) {
  return html`<tr aria-rowindex=${at + 2} class=${reasons.length ? 'outlier' : ''}>
    <td class="text">${reasons.map(reason => html`<span class="mark ${reason}">${reason}</span>`)}</td>
    <th scope="row"><span class="name" title=${node.node}>${node.node}</span></th>
    <td class="text">${node.zone}</td>
    <td title=${own.estimate.seconds === null ? '' : `With 90 % confidence ${duration(own.estimate.lower)} to ${duration(own.estimate.upper)}`}>
      ${own.estimate.seconds === null ? html`<span class="soft">n=${count(own.estimate.samples)}</span>` : duration(own.estimate.seconds)}</td>
    <td>${duration(own.median.seconds)}</td><td>${times === null ? '–' : digits(times)}</td>
    <td class=${failed > 0 ? 'bad' : ''}>${share(own.failures, own.attempts)}</td><td>${count(own.attempts)}</td><td>${held === 0 ? '0 %' : share(held, 1)}</td>
    <td class="text host" title=${node.kernel ?? ''}>${host(node)}</td><td>${reported(node, now)}</td></tr>`;
}

function reported(node, now) {
  return isGone(node, now) ? `gone since ${clock(node.reported)}` : ago(node.reported, Date.parse(now));
}

function host({ instance_type: type, cpu_cores: cores, memory_bytes: memory, kernel }) {
  return (
    [type, cores === null ? '' : `${cores} CPU`, memory === null ? '' : bytes(memory), kernel]
      .filter(Boolean)
      .join(' · ') || '–'
  );
}
