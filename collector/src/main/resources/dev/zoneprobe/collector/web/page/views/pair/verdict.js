// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
// What the panels of a pair say, in a few sentences: what fails, where the time goes, and whether everything is slow or only the tail.

import { html } from '../../core/html.js';
import { barsOf } from '../../charts/phases.js';
import { link } from '../../core/state.js';
import { count, duration, quantileName, share } from '../../core/format.js';
import { largestFirst } from '../../core/sums.js';
import { phaseName, reasonName } from '../../core/words.js';

const WORTH_A_WORD = 0.01;
/** From so many failures on they are said first. */
const MANY = 0.1;
/** The least time for which TCP waits before it sends a lost segment again, on Linux. */
const SENT_AGAIN_SECONDS = 0.2;
const ALIKE = 3;
/** Of the attempts that waited so long, as many as this share make lost segments the reason. */
const EXPLAINED = 0.5;
/** Phases in which nothing but TCP can wait for what was lost. */
const OVER_TCP = new Set(['tcp_connect', 'tls_handshake', 'http2_setup', 'round_trip', 'transfer']);

export function verdict(data, state) {
  const { counts } = data.now;
  const many = counts.failures >= MANY * counts.attempts;
  const told = [many ? failing(data.now, state) : '', where(data, state), shape(data), many ? '' : failing(data.now, state)];
  return html`<p class="verdict lead">${told}</p>`;
}

function failing({ counts, reasons }, state) {
  const [most] = largestFirst(reasons);
  return most
    ? html`${share(counts.failures, counts.attempts)} of its attempts failed, most of them with <a href=${attempts(state, { reason: most[0] })}>${reasonName(most[0])}</a>. `
    : '';
}

/** Of the attempts that take longest on average, the longest phase. */
function where({ phases }, state) {
  const bars = barsOf(phases).map(bar => ({ ...bar, whole: sum(Object.values(bar.parts)) }));
  const [bar] = bars.toSorted((one, other) => other.whole - one.whole);
  if (!bar?.whole) return '';
  const [phase, seconds] = largestFirst(bar.parts)[0];
  return html`Most of the time goes into <a href=${attempts(state, { phase })}>${phaseName(phase)}</a>: ${duration(seconds)} of the
    ${duration(bar.whole)} that ${bar.name} attempts take on average. `;
}

function shape({ now: { estimate, spectrum, counts }, phase, quantile }) {
  const middle = spectrum.find(([at]) => at === 0.5)?.[1];
  if (estimate.seconds === null || !middle) return '';
  const waited = 1 - (spectrum.findLast(([, seconds]) => seconds < SENT_AGAIN_SECONDS * 0.95)?.[0] ?? 0);
  if (middle < SENT_AGAIN_SECONDS / 2 && waited >= WORTH_A_WORD)
    return html`Only the tail is slow: half take at most ${duration(middle)}, but ${share(waited, 1)} about ${duration(SENT_AGAIN_SECONDS)} or
      more${sentAgain(counts, waited * estimate.samples, phase)}. `;
  return estimate.seconds < middle * ALIKE
    ? html`All are alike, not only the tail: half take at most ${duration(middle)}, ${quantileName(quantile)} ${duration(estimate.seconds)}. `
    : html`The tail is slower than the rest: half take at most ${duration(middle)}, ${quantileName(quantile)} ${duration(estimate.seconds)}. `;
}

/** What our kernel sent again; what the other one did nobody told us. */
function sentAgain({ syn_retransmits: syns, segment_retransmits: segments }, waited, phase) {
  const sent = syns + segments;
  if (phase !== 'dns_lookup' && sent >= EXPLAINED * waited) return ', as long as TCP waits before it sends a lost segment again';
  return !OVER_TCP.has(phase)
    ? ''
    : `, and the kernel here sent ${sent === 0 ? 'nothing' : `no more than ${count(sent)}`} again: the other side, or the host, is slow, or answers get lost`;
}

function attempts(state, changes) {
  const { source_zone, destination_zone, target } = state;
  return link(state, 'attempts', { source_zone, destination_zone, target, ...changes });
}

function sum(numbers) {
  return numbers.reduce((total, one) => total + one, 0);
}
