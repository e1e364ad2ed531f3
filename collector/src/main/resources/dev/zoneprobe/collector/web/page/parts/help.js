// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
// What a number means, for whoever asks: folded away, one key away.

import { html } from '../core/html.js';

/** A question mark that opens a sentence or two. */
export function help(subject, text) {
  return html`<details class="help"><summary aria-label="What does this mean: ${subject}" title="What does this mean?">?</summary>
    <p>${text}</p></details>`;
}

/** A heading with its help. */
export function heading(text, meaning, aside = '') {
  return html`<header class="panel-head"><h2>${text}</h2>${help(text, meaning)}<span class="aside">${aside}</span></header>`;
}
