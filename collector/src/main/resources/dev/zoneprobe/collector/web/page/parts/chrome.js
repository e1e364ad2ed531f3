// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
// What surrounds every view: its name, the other views, how fresh the numbers are, and what is missing.

import { html, nothing } from '../core/html.js';
import { link } from '../core/state.js';
import { ago, clock } from '../core/format.js';
import { next, theme } from '../core/theme.js';
import { notices } from './notices.js';

const VIEWS = [
  ['matrix', 'Matrix'],
  ['nodes', 'Nodes'],
  ['targets', 'Targets'],
  ['attempts', 'Attempts'],
  ['system', 'System'],
];
/** What these show may be of the past; the others know only the present. */
const OF_A_WINDOW = ['matrix', 'pair', 'targets'];
const THEMES = { system: '◐ auto', light: '☀ light', dark: '☾ dark' };

/** The page around `view`. */
export function chrome({ state, live, view, redraw }) {
  return html`
    <header class="top">
      <a class="brand" href=${link(state, 'matrix')}><svg viewBox="0 0 16 16" aria-hidden="true"><path d="M1 1h6v6H1zM9 9h6v6H9z"/><path class="soft" d="M9 1h6v6H9zM1 9h6v6H1z"/></svg>zoneprobe</a>
      <nav aria-label="Views">${VIEWS.map(
        ([name, title]) => html`<a href=${link(state, name)}
        aria-current=${isCurrent(state, name) ? 'page' : nothing}>${title}</a>`,
      )}</nav>
      <div class="tools">
        ${freshness(state, live, redraw)}
        <button class="quiet" type="button" @click=${() => {
          next();
          redraw();
        }} title="Light, dark, or as your system says">
          <span class="hidden">Colours: </span>${THEMES[theme()]}</button>
      </div>
    </header>
    ${notices(state, live, redraw)}
    <main id="main" tabindex="-1">${view}</main>
    <footer><span>Moments are in UTC. Percentiles come from whole histograms, never from averages of percentiles.</span>
      <a href="/api/v1/openapi.yaml">API</a> <a href="/metrics">metrics</a></footer>`;
}

function isCurrent(state, name) {
  return state.view === name || (state.view === 'pair' && name === 'matrix');
}

function freshness(state, live, redraw) {
  const main = live.answer('main');
  const [kind, text] = condition(state, live, main);
  return html`<span class="fresh ${kind}" title=${main.at ? `Answered ${ago(main.at)}` : ''}>${text}</span>
    <button class="quiet" type="button" aria-pressed=${String(live.paused)} title="Ask the collector every ten seconds, or not"
      @click=${() => {
        live.pause(!live.paused);
        redraw();
      }}>${live.paused ? 'resume' : 'pause'}</button>`;
}

function condition(state, live, main) {
  if (!main.url) return ['', 'nothing asked'];
  if (main.problem) return ['bad', main.at ? `old: of ${clock(main.at)}` : none(main.problem)];
  if (!main.at) return ['', 'asking …'];
  if (live.paused) return ['held', `paused at ${clock(main.at)}`];
  if (!state.until) return ['good', `live ${clock(main.at)}`];
  return OF_A_WINDOW.includes(state.view) ? ['held', `held until ${clock(state.until)}`] : ['good', `the present, ${clock(main.at)}`];
}

function none({ kind }) {
  return kind === 'unreachable' ? 'no answer' : 'no numbers';
}
