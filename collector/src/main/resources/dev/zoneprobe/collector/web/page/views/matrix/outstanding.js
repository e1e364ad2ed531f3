// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
// The pairs that somebody should look at first: what fails, what became slower beyond chance, what is slowest.

import { html } from '../../core/html.js';
import { change, duration, share } from '../../core/format.js';
import { kindOf } from './cell.js';

const MOST = 6;

export function outstanding({ zonePairs, places, link }) {
  const failing = top(
    zonePairs.filter(pair => pair.failures > 0),
    pair => pair.failing,
  );
  const slower = top(
    zonePairs.filter(pair => pair.changed && !pair.noise && pair.seconds >= pair.before_seconds * 1.1),
    pair => pair.seconds / pair.before_seconds,
  );
  const slowest = top(
    zonePairs.filter(pair => kindOf(pair) === 'fine'),
    pair => pair.seconds,
  );
  return html`<section class="outstanding" aria-label="What stands out">
    ${list('Failing', failing, link, pair => share(pair.failures, pair.attempts), 'Nothing failed in this window.')}
    ${list('Slower than before', slower, link, pair => change(pair.seconds, pair.before_seconds), 'No pair is slower by more than 10 % and beyond chance.')}
    ${places.length > 2 ? list('Slowest', slowest, link, pair => duration(pair.seconds), 'No pair has enough samples for this quantile.') : ''}</section>`;
}

function top(pairs, weight) {
  return pairs.toSorted((one, other) => weight(other) - weight(one));
}

function list(title, pairs, link, value, none) {
  return html`<div><h2>${title}${pairs.length > MOST ? html` <small>${MOST} of ${pairs.length}</small>` : ''}</h2>
    ${
      pairs.length === 0
        ? html`<p class="soft">${none}</p>`
        : html`<ol>${pairs.slice(0, MOST).map(
            pair => html`<li>
      <a href=${link(pair)}><span class="name">${pair.source_zone}</span> → <span class="name">${pair.destination_zone}</span></a>
      <b>${value(pair)}</b></li>`,
          )}</ol>`
    }</div>`;
}
