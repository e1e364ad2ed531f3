// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
// The panels of a pair that set two things against each other.

import { html } from '../../core/html.js';
import { link } from '../../core/state.js';
import { count, duration, quantileName, share } from '../../core/format.js';
import { largestFirst } from '../../core/sums.js';
import { phaseName, phaseTitle, reasonName } from '../../core/words.js';
import { heading } from '../../parts/help.js';
import { ranges } from './ranges.js';

export function connectionsPanel({ phases, quantile }) {
  const shown = phases
    .filter(one => one.phase === 'response')
    .toSorted(
      (one, other) => one.protocol.localeCompare(other.protocol) || one.connection.localeCompare(other.connection),
    );
  return panel(
    'connections',
    'New against reused connections',
    `The whole response, from the due moment to the end. A new connection pays for lookup, connect and handshake; a reused one should not.`,
    ranges(
      shown.map(one => ({ name: `${one.protocol} ${one.connection}`, ...one })),
      quantile,
    ),
  );
}

export function kernelPanel({ phases, quantile }) {
  const shown = phases.filter(one => one.phase === 'kernel_rtt' || one.phase === 'tcp_connect');
  return panel(
    'kernel',
    'Kernel RTT against TCP connect',
    'The kernel’s round trip time is the network alone. Where connecting takes much longer, the other host is slow to accept, or packets were lost.',
    ranges(
      shown
        .toSorted((one, other) => one.protocol.localeCompare(other.protocol))
        .map(one => ({ name: `${one.protocol} ${one.connection}, ${phaseName(one.phase)}`, ...one })),
      quantile,
    ),
  );
}

export function hostsPanel({ states, phase, quantile }) {
  return panel(
    'hosts',
    'Busy against calm hosts',
    `${phaseTitle(phase)} by the state of the probing host. If only busy is slow, it is the host and not the network. Stalled attempts tell about the agent, so the other numbers leave them out.`,
    ranges(
      states.map(one => ({ name: one.source_state, ...one })),
      quantile,
    ),
  );
}

export function reasonsPanel({ now: { reasons, counts } }, state) {
  const sorted = largestFirst(reasons);
  return panel(
    'reasons',
    'Why attempts failed',
    'The first thing that went wrong with each attempt, from a closed list.',
    sorted.length === 0
      ? html`<p class="soft">None of ${count(counts.attempts)} attempts failed.</p>`
      : html`<table class="numbers">
      <thead><tr><th scope="col">Reason</th><th scope="col">attempts</th><th scope="col">of all</th><th scope="col" class="bar"><span class="hidden">bar</span></th></tr></thead>
      <tbody>${sorted.map(
        ([reason, number]) => html`<tr><th scope="row"><a href=${attempts(state, reason)}>${reasonName(reason)}</a></th>
        <td>${count(number)}</td><td>${share(number, counts.attempts)}</td>
        <td class="bar"><meter class="bad" min="0" max=${counts.failures} value=${number} aria-label="share of failures"></meter></td></tr>`,
      )}</tbody></table>`,
  );
}

function attempts(state, reason) {
  return link(state, 'attempts', {
    source_zone: state.source_zone,
    destination_zone: state.destination_zone,
    target: state.target,
    reason,
  });
}

function panel(kind, title, meaning, content) {
  return html`<section class="panel ${kind}">${heading(title, meaning)}${content}</section>`;
}
