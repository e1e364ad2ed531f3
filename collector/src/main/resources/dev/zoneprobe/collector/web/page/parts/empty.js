// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
// What a view says instead of an empty table.

import { html } from '../core/html.js';
import { ago, clock } from '../core/format.js';
import { counted, silent } from '../core/silence.js';
import { missingOf } from '../core/missing.js';

/** A sentence in place of data. */
export function nothingThere(title, ...sentences) {
  return html`<section class="empty"><h2>${title}</h2>${sentences.filter(Boolean).map(one => html`<p>${one}</p>`)}</section>`;
}

/** Shown until the first answer arrives, or instead of one that failed. */
export function waiting(answer) {
  if (answer.problem?.kind === 'refused') return '';
  return answer.problem
    ? nothingThere(...instead(answer))
    : html`<p class="loading">Asking the collector …</p>`;
}

function instead({ problem: { kind, message }, failing }) {
  if (kind === 'wrong') return ['The collector cannot answer this', message, 'Choose something else above.'];
  const again = `It is asked again every ten seconds, since ${clock(failing)}.`;
  return [kind === 'unreachable' ? 'No answer' : 'The collector has no numbers for this now', message, again];
}

/** Why a window has no data, as far as the collector knows. */
export function noData(span, system) {
  const window = emptiness(span, missingOf([{ span }, system ?? {}]));
  if (!system) return nothingThere('No data in this window', window);
  const latest = system.agents
    .map(agent => agent.reported)
    .sort()
    .at(-1);
  return nothingThere(
    'No data in this window',
    window,
    latest
      ? `An agent reported last ${ago(latest, new Date(system.now))}, at ${clock(latest)}.`
      : `No agent has reported to this collector, which started ${ago(system.collector.started, new Date(system.now))}, at ${clock(system.collector.started)}.`,
    `Its history begins at ${clock(system.store.history_since)}.`,
    silent(system).length > 0
      ? `${silent(system).length} of ${counted(system).length} agents are silent; the view “System” names them.`
      : '',
  );
}

/** What collectors that did not answer know is not said to be nothing. */
function emptiness({ from, until }, missing) {
  const window = `between ${clock(from, false)} and ${clock(until, false)} UTC`;
  return missing.length > 0
    ? `What is missing above may have something ${window}; the collectors that answered have not.`
    : `Nothing was reported ${window}.`;
}
