// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
// The phases of one attempt, one after the other.

import { svg, html } from '../../core/html.js';
import { duration } from '../../core/format.js';
import { PARTS, phaseName } from '../../core/words.js';

const WIDTH = 1_000;

/** Where each phase begins and how long it is, in seconds from the due moment. */
export function stretches(attempt) {
  let at = attempt.late ?? 0;
  const phases = attempt.phases.map(({ phase, seconds }) => {
    const stretch = { phase, seconds, from: at };
    at += seconds;
    return stretch;
  });
  return [
    { phase: 'late', seconds: attempt.late ?? 0, from: 0 },
    ...phases,
    { phase: 'between', seconds: attempt.between_phases ?? 0, from: at },
  ];
}

/** @param scale how many seconds the whole width is */
export function waterfall(attempt, scale) {
  const shown = stretches(attempt).filter(one => one.seconds > 0);
  const text = shown.map(one => `${nameOf(one.phase)} ${duration(one.seconds)}`).join(', ');
  return html`<svg class="waterfall" viewBox="0 0 ${WIDTH} 14" preserveAspectRatio="none" role="img" aria-label=${text}>${shown.map(
    one => svg`
    <rect class="${classOf(one.phase)} ${one.phase === attempt.failed_during ? 'broken' : ''}" x=${(WIDTH * one.from) / scale} y="1"
      width=${Math.max(1.5, (WIDTH * one.seconds) / scale)} height="12"><title>${nameOf(one.phase)} ${duration(one.seconds)}</title></rect>`,
  )}</svg>`;
}

export function nameOf(phase) {
  return phase === 'between' ? 'between phases' : phaseName(phase);
}

export function classOf(phase) {
  return PARTS.includes(phase) ? `part-${PARTS.indexOf(phase)}` : phase;
}
