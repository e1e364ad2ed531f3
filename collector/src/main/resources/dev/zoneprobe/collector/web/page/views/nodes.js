// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
// Which machine stands out, as a source or as a destination of mesh traffic.

import { html } from '../core/html.js';
import { address } from '../core/api.js';
import { link } from '../core/state.js';
import { clock, count, quantileName, share } from '../core/format.js';
import { phaseMeaning, phaseName, phaseTitle } from '../core/words.js';
import { choice, search, segments } from '../parts/controls.js';
import { downloads } from '../parts/downloads.js';
import { help } from '../parts/help.js';
import { nothingThere, waiting } from '../parts/empty.js';
import * as words from '../core/words.js';
import { neverReported } from '../core/silence.js';
import { judged } from './nodes/judge.js';
import { nodesTable } from './nodes/table.js';

const PHASES = [
  ['round_trip', 'round trip'],
  ['tcp_connect', 'TCP connect'],
];
const ROLES = [
  ['source', 'as source'],
  ['destination', 'as destination'],
];

export function title(state) {
  return `nodes ${state.role === 'source' ? 'as sources' : 'as destinations'}`;
}

function parameters(state) {
  return { phase: state.phase, quantile: state.quantile };
}

export function questions(state) {
  return { main: address('nodes', parameters(state)) };
}

export function render(state, live, redraw) {
  const answer = live.answer('main');
  const { data } = answer;
  return html`<div class="head"><h1>Nodes, ${phaseName(state.phase)} ${quantileName(state.quantile)}</h1>
      ${help('nodes', meaning(state))}<span class="span">${data ? `since ${clock(data.since)} UTC` : ''}</span></div>
    <div class="controls">${choice(state, 'phase', 'Phase', PHASES)}${choice(state, 'quantile', 'Quantile', words.QUANTILES)}
      ${segments(state, 'role', 'Look at them', ROLES)}${search(state, 'find', 'Find')}</div>
    ${data ? body(state, data, answer, redraw) : waiting(answer)}`;
}

function body(state, data, answer, redraw) {
  if (data.nodes.length === 0)
    return nothingThere(
      'No nodes are known',
      'A node appears here when its agent has reported, or when the topology names it.',
    );
  const found = judged(data, state);
  return html`<div class=${answer.pending || answer.problem ? 'old' : ''}>
    <p class="verdict">${verdict(found, data, state)}</p>
    ${nodesTable(found, data.now, state, redraw)}
    ${downloads(['CSV', address('nodes.csv', parameters(state)), 'zoneprobe-nodes.csv'], ['JSON', address('nodes', parameters(state)), 'zoneprobe-nodes.json'])}</div>`;
}

function verdict(found, data, state) {
  const outliers = found.filter(one => one.reasons.length > 0);
  const silent = data.nodes.filter(one => neverReported(one, data)).length;
  return html`${outliers.length === 0 ? 'No node stands out.' : html`<b>${count(outliers.length)}</b> of ${count(data.nodes.length)} nodes stand out. ${worst(outliers[0], state)}`}
    ${silent ? ` ${count(silent)} never reported to this collector.` : ''}`;
}

/** The node that stands out most, why, and the attempts that tell more. */
function worst({ node, reasons, stalled, busy, own }, state) {
  const zone = state.role === 'source' ? { source_zone: node.zone } : { destination_zone: node.zone };
  const where = changes => link(state, 'attempts', { ...zone, target: 'peer', ...changes });
  const why = {
    failing: [`${share(own.failures, own.attempts)} of its attempts failed`, { outcome: 'failure' }],
    stalled: [`its agent was held up in ${share(stalled, 1)} of its attempts: too little CPU, not the network`, { source_zone: node.zone, source_state: 'stalled' }],
    busy: [`its host was short of CPU or memory in ${share(busy, 1)} of its attempts`, { source_zone: node.zone, source_state: 'busy' }],
    slow: ['its attempts take longer than those of others', {}],
    silent: ['it does not report', {}],
  };
  return html`First <a href=${where(why[reasons[0]][1])}>${node.node}</a>: ${reasons.map(reason => why[reason][0]).join('; ')}.`;
}

function meaning(state) {
  return html`All mesh attempts from (or to) each node in one sum, over the last ten minutes. ${phaseTitle(state.phase)} is the time
    ${phaseMeaning(state.phase)}. A node stands out if its percentile is more than twice the middle one of all nodes and its confidence bounds
    are above that too, if its failures are, beyond chance, at least 1 % and twice the rate of the others (where most fail: if half as many do not), if a tenth of its attempts and twice as many
    as on the middle node found it busy (its CPU or memory under pressure) or stalled (the agent itself held up), or if it is silent. A slow network hurts many nodes; a slow host only itself.`;
}
