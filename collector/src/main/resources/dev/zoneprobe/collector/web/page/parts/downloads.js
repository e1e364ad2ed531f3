// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
// Links that save what is shown. The token, if one is needed, goes along.

import { html } from '../core/html.js';
import { download, save } from '../core/api.js';

/** Each item: its name, where it is (an address, or a function that promises a blob), and the file's name. */
export function downloads(...items) {
  return html`<p class="downloads">Save: ${items.map(([name, where, file]) =>
    typeof where === 'string'
      ? html`<a href=${where} download=${file} @click=${event => fetched(event, where, file)}>${name}</a> `
      : html`<button type="button" class="link" @click=${async () => save(await where(), file)}>${name}</button> `,
  )}</p>`;
}

async function fetched(event, where, file) {
  event.preventDefault();
  const anchor = event.currentTarget;
  try {
    await download(where, file);
    anchor.removeAttribute('title');
  } catch (problem) {
    anchor.title = problem.message;
    anchor.classList.add('failed');
  }
}
