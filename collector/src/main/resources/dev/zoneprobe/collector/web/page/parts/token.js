// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
// Asks for the token that the collector wants.

import { html } from '../core/html.js';
import { keepToken, token } from '../core/api.js';

/** What a header can carry: letters from elsewhere, such as a dash that a chat made longer, would keep every question from leaving. */
const SENDABLE = /^[\x21-\x7e]+$/;

let unsendable = false;

/** The form, for a question that was refused. */
export function tokenForm(refused, live, redraw) {
  const enter = event => {
    event.preventDefault();
    const typed = new FormData(event.target).get('token').trim();
    unsendable = !SENDABLE.test(typed);
    if (unsendable) redraw();
    else use(typed, live);
  };
  return html`<form class="token" @submit=${enter}>
    <p role="alert">${unsendable ? ODD : html`${refused.problem.message} ${advice()}`}</p>
    <label>Token <input type="password" name="token" required autocomplete="off"></label>
    <button type="submit">Use it</button>
    ${token() ? html`<button type="button" @click=${() => use('', live)}>Forget it</button>` : ''}</form>`;
}

const ODD = `There is a character in it that no token has: a space, or a letter or dash that is not on a plain keyboard. Copy it
  from where it was made; a chat or a document may have changed it.`;

function advice() {
  return token()
    ? 'Ask whoever runs it for one that is in its list (web.tokens).'
    : 'It is kept until you close this tab, and sent to nobody else.';
}

function use(value, live) {
  keepToken(value);
  live.refresh(true);
}
