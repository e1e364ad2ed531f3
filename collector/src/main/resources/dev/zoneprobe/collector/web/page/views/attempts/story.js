// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
// One attempt with all that is known of it.

import { html } from '../../core/html.js';
import { link } from '../../core/state.js';
import { clock, duration } from '../../core/format.js';
import { phaseMeaning, reasonName } from '../../core/words.js';
import { classOf, nameOf, stretches, waterfall } from './waterfall.js';

export function story(attempt, state) {
  return html`<section class="panel wide"><p class="lead verdict">${sentence(attempt)}</p>
      ${waterfall(attempt, attempt.response || attempt.total)}
      <table class="numbers"><thead><tr><th scope="col">Phase</th><th scope="col">begins after</th><th scope="col">takes</th><th scope="col" class="text">which is</th></tr></thead>
      <tbody>${stretches(attempt)
        .filter(one => one.seconds > 0)
        .map(
          one => html`<tr><th scope="row"><i class="swatch ${classOf(one.phase)}"></i> ${nameOf(one.phase)}</th>
        <td>${duration(one.from)}</td><td>${duration(one.seconds)}</td><td class="text soft">${phaseMeaning(one.phase) || 'our own steps between the phases'}</td></tr>`,
        )}</tbody></table></section>
    <section class="panel wide"><h2>Circumstances</h2><dl class="facts">${facts(attempt).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
      <p><a href=${link(state, 'pair', { source_zone: attempt.source_zone, destination_zone: attempt.destination_zone, target: attempt.target })}>The pair in the last minutes</a></p></section>`;
}

function sentence(attempt) {
  const how =
    attempt.outcome === 'failure'
      ? html`failed after <b>${duration(attempt.total)}</b>: <em>${reasonName(attempt.reason)}</em>${during(attempt.failed_during)}`
      : html`took <b>${duration(attempt.total)}</b>`;
  return html`${attempt.protocol} attempt on ${attempt.target} (${attempt.connection} connection) from <span class="name">${attempt.source_zone}</span> to
    <span class="name">${attempt.destination_zone}</span>, begun ${clock(attempt.begun)} UTC, ${how}.`;
}

/** The whole attempt is no phase that somebody could look at. */
function during(phase) {
  return phase && phase !== 'total' ? `, while in ${nameOf(phase)}` : '';
}

function facts(attempt) {
  const { dns, tcp_retransmits: retransmits } = attempt;
  return [
    ['source node', attempt.source_node],
    ['destination node', attempt.destination_node],
    ['source host', attempt.source_state],
    ['from address', attempt.local_address],
    ['to address', attempt.remote_address],
    ['kernel RTT', attempt.kernel_rtt && duration(attempt.kernel_rtt)],
    ['sent again', retransmits && `${retransmits.syns} SYNs, ${retransmits.segments} segments`],
    ['detail', attempt.detail],
    ['name looked up', dns?.name],
    ['nameserver', dns?.nameserver],
    ['queries', dns?.queries],
    ['rcode', dns?.rcode],
    ['addresses', dns?.addresses?.join(', ')],
    ['certificate ends', attempt.certificate_expiry && clock(attempt.certificate_expiry)],
  ].filter(([, value]) => value !== undefined && value !== null && value !== '');
}
