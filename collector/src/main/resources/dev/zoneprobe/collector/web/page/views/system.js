// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
// Whether the numbers can be trusted: the collector, its store, the agents, and what is missing.

import { html } from '../core/html.js';
import { address } from '../core/api.js';
import { ago, bytes, clock, count, length } from '../core/format.js';
import { downloads } from '../parts/downloads.js';
import { help } from '../parts/help.js';
import { waiting } from '../parts/empty.js';
import { counted, silent } from '../core/silence.js';
import { agentsPanel } from './system/agents.js';

export const title = () => 'system';

export function questions() {
  return { main: address('system') };
}

export function render(state, live, redraw) {
  const answer = live.answer('main');
  const { data } = answer;
  return html`<div class="head"><h1>System</h1>${help('the system', 'What the collector knows about itself and about who reports to it. An agent is silent if it did not report for six of its own intervals, at least a minute and at most half an hour; its zone’s numbers then lack it. One whose node the topology no longer has is gone, and not missed.')}
      <span class="span">${data ? `${clock(data.now)} UTC` : ''}</span></div>
    ${data ? body(state, data, answer, redraw) : waiting(answer)}`;
}

function body(state, data, answer, redraw) {
  return html`<div class=${answer.problem ? 'old' : ''}>
    <dl class="tiles">${tiles(data).map(([name, value, more, bad]) => html`<div class="tile ${bad ? 'bad' : ''}"><dt>${name}</dt><dd><b>${value}</b> <span>${more}</span></dd></div>`)}</dl>
    <div class="panels"><section class="panel"><h2>Zones</h2>${zones(data)}</section>
      ${agentsPanel(state, data, redraw)}</div>
    ${downloads(['JSON', address('system'), 'zoneprobe-system.json'])}</div>`;
}

function tiles(data) {
  const { store, collector } = data;
  const missing = silent(data).length;
  const agents = counted(data).length;
  const gone = data.agents.length - agents;
  return [
    [
      'Collector',
      collector.ready ? 'ready' : 'not ready',
      collector.problem ?? `version ${collector.version}, started ${ago(collector.started, new Date(data.now))}`,
      !collector.ready,
    ],
    [
      'Agents',
      count(agents),
      `${missing ? `${count(missing)} silent` : 'all report'}${gone ? `; ${count(gone)} of nodes that are gone` : ''}`,
      missing > 0 || agents === 0,
    ],
    ['Mesh', `${count(data.plan.peers)} nodes`, `as the topology says, since ${clock(data.plan.since)}`, false],
    [
      'History',
      length((new Date(data.now) - new Date(store.history_since)) / 1000),
      `since ${clock(store.history_since)}; kept ${length(store.retention_seconds)}`,
      false,
    ],
    [
      'Store',
      store.persistent ? bytes(store.bytes) : 'in memory',
      store.persistent ? `of at most ${bytes(store.max_bytes)}` : 'a restart forgets everything',
      !store.persistent,
    ],
    ...(store.set_aside ? [['Put aside', 'damaged store', store.set_aside, true]] : []),
  ];
}

function zones({ zones }) {
  return html`<table class="numbers"><thead><tr><th scope="col">zone</th><th scope="col">agents</th><th scope="col">nodes</th><th scope="col" class="text">missing</th></tr></thead>
    <tbody>${zones.map(
      zone => html`<tr><th scope="row"><span class="name">${zone.zone}</span></th><td>${count(zone.agents)}</td><td>${count(zone.nodes)}</td>
      <td class="text ${lacking(zone) ? 'bad' : 'soft'}">${lacking(zone) || 'none'}</td></tr>`,
    )}</tbody></table>`;
}

function lacking({ agents, nodes }) {
  if (nodes !== null && nodes > agents) return `${count(nodes - agents)} of ${count(nodes)}`;
  return agents === 0 ? 'all' : '';
}
