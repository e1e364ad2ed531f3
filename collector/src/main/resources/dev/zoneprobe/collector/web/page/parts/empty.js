// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
// What a view says instead of an empty table.

import { html } from '../core/html.js';
import { ago, clock } from '../core/format.js';
import { silent } from '../core/silence.js';

/** A sentence in place of data. */
export function nothingThere(title, ...sentences) {
  return html`<section class="empty"><h2>${title}</h2>${sentences.filter(Boolean).map(one => html`<p>${one}</p>`)}</section>`;
}

/** Shown until the first answer arrives, or instead of one that failed. */
export function waiting(answer) {
  if (answer.problem?.kind === 'refused') return '';
  return answer.problem
    ? nothingThere(
        'No answer',
        answer.problem.message,
        `It is asked again every ten seconds, since ${clock(answer.failing)}.`,
      )
    : html`<p class="loading">Asking the collector …</p>`;
}

/** Why a window has no data, as far as the collector knows. */
export function noData(span, system) {
  const window = `Nothing was reported between ${clock(span.from, false)} and ${clock(span.until, false)} UTC.`;
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
      ? `${silent(system).length} of ${system.agents.length} agents are silent; the view “System” names them.`
      : '',
  );
}
