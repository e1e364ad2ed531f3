// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
// A table of any length of which only the rows that can be seen, and a few around them, are in the document.

import { html, nothing } from '../core/html.js';

const ROW = 28;
const AROUND = 12;
const WHOLE = 60;

/** @param row draws one row, told its place; all rows are 28 pixels high */
export function windowed({ label, caption, head, rows, row, redraw }) {
  const whole = rows.length <= WHOLE;
  const top = document.querySelector(`[data-rows="${label}"]`)?.scrollTop ?? 0;
  const visible = Math.ceil((globalThis.innerHeight || 800) / ROW);
  const first = whole ? 0 : Math.max(0, Math.min(Math.floor(top / ROW), rows.length - visible) - AROUND);
  const last = whole ? rows.length : Math.min(rows.length, first + visible + 2 * AROUND);
  return html`<div class="scroller long" tabindex="0" role="region" aria-label=${label} data-rows=${label} @scroll=${event => scrolled(event, first, last, rows.length, redraw)}>
    <table class="list" aria-rowcount=${rows.length + 1}><caption class="hidden">${caption}</caption><thead>${head}</thead>
      <tbody>${gap(first)}${rows.slice(first, last).map((one, at) => row(one, first + at))}${gap(rows.length - last)}</tbody></table></div>`;
}

function gap(rows) {
  return rows > 0 ? html`<tr aria-hidden="true" class="gap"><td colspan="99" height=${rows * ROW}></td></tr>` : nothing;
}

/** Draws again only when the rows that are there come to an end. */
function scrolled({ target }, first, last, size, redraw) {
  const from = Math.floor(target.scrollTop / ROW);
  const to = from + Math.ceil(target.clientHeight / ROW);
  if ((from < first + 4 && first > 0) || (to > last - 4 && last < size)) redraw();
}
