// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
// The few numbers that answer most questions about a pair.

import { html } from '../../core/html.js';
import { change, count, duration, quantileName, share } from '../../core/format.js';
import { mayBeChance } from '../../core/sums.js';
import { HELP, phaseTitle } from '../../core/words.js';

export function tiles(data) {
  const { estimate, counts } = data.now;
  const { estimate: before, counts: countsBefore } = data.before;
  const name = quantileName(data.quantile);
  return html`<dl class="tiles">
    ${tile(`${phaseTitle(data.phase)} ${name}`, duration(estimate.seconds), interval(estimate), HELP.interval)}
    ${tile('Before', duration(before.seconds), changeText(estimate, before), HELP.baseline)}
    ${tile('Samples', count(estimate.samples), `before ${count(before.samples)}`, HELP.samples)}
    ${tile('Failed', share(counts.failures, counts.attempts), `${count(counts.failures)} of ${count(counts.attempts)}; before ${share(countsBefore.failures, countsBefore.attempts)}`, HELP.outcome, counts.failures > 0)}
    ${tile('SYNs sent again', count(counts.syn_retransmits), `before ${count(countsBefore.syn_retransmits)}`, HELP.retransmits, counts.syn_retransmits > countsBefore.syn_retransmits)}
    ${tile('Segments sent again', count(counts.segment_retransmits), `before ${count(countsBefore.segment_retransmits)}`, HELP.retransmits)}
    ${tile('Skipped', count(counts.skipped), `before ${count(countsBefore.skipped)}`, HELP.skipped, counts.skipped > 0)}</dl>`;
}

function tile(name, value, more, meaning, bad = false) {
  return html`<div class="tile ${bad ? 'bad' : ''}" title=${meaning}><dt>${name}</dt><dd><b>${value}</b> <span>${more}</span></dd></div>`;
}

function interval({ seconds, lower, upper, samples }) {
  return seconds === null ? `too few samples (${count(samples)})` : `${duration(lower)} to ${duration(upper)} (90 %)`;
}

function changeText(now, before) {
  if (now.seconds === null || !before.seconds) return 'no comparison';
  return `${change(now.seconds, before.seconds)} since${mayBeChance(before.seconds, now) ? ', may be chance' : ''}`;
}
