// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
// What is missing, and since when: said above every view, and to screen readers as soon as it changes.

import { html } from '../core/html.js';
import { link } from '../core/state.js';
import { clock, count, length } from '../core/format.js';
import { counted, silent } from '../core/silence.js';
import { missingOf } from '../core/missing.js';
import { tokenForm } from './token.js';

/** A collector opens its store before it says that it has started. */
const A_START = 60_000;
const TEN_MINUTES = 600_000;

/** All that somebody who reads the numbers must know about them. */
export function notices(state, live, redraw) {
  const failing = live.problems;
  const refused = failing.find(one => one.problem.kind === 'refused');
  const lost = failing.find(one => one.problem.kind === 'unreachable');
  return html`<section class="notices" aria-label="Notices">
    <div role="status" aria-live="polite">${refused ? '' : [lost ? unreachable(lost) : '', ...turnedDown(live), ...told(state, live), ...lacking(live)]}</div>
    ${refused ? tokenForm(refused, live, redraw) : ''}</section>`;
}

function unreachable(question) {
  return notice(
    'bad',
    html`The collector does not answer since ${clock(question.failing)}.
    ${question.at ? html`What you see is old: of ${clock(question.at)}.` : 'There is nothing to show yet.'} It is asked again every ten seconds.`,
  );
}

/** What the collector answered instead of numbers; a view without any says that of its main question itself. */
function turnedDown(live) {
  const failing = live.problems.filter(({ problem }) => !['refused', 'unreachable', 'absent'].includes(problem.kind));
  const empty = failing.some(one => one.name === 'main' && !one.data);
  const said = failing.filter(one => one.data || !empty);
  return [...Map.groupBy(said, one => one.problem.message)].map(([message, [one]]) =>
    notice(
      'bad',
      html`The collector answered: ${message}
      ${one.data ? html`What you see is old: of ${clock(one.at)}.` : 'A part of this view is not there.'}`,
    ),
  );
}

/** Each collector that any of the answers had to do without. */
function lacking(live) {
  return missingOf(live.shown).map(why =>
    notice('bad', html`Another collector is missing, and the zones whose agents report to it: ${why}.`),
  );
}

function told(state, live) {
  const system = live.answer('system').data;
  if (!system) return [];
  return [
    system.collector.problem
      ? notice('bad', html`The collector takes no snapshots at the moment: ${system.collector.problem}`)
      : '',
    system.store.set_aside
      ? notice(
          'warn',
          html`A damaged store was put aside at the start (${system.store.set_aside}); history begins at ${clock(system.store.history_since)}.`,
        )
      : '',
    isYoung(state, system)
      ? notice(
          'info',
          html`History begins at ${clock(system.store.history_since)} (the collector started at ${clock(system.collector.started)}):
      windows that reach further back fill up from there.`,
        )
      : '',
    restarted(state, system),
    agents(state, system),
  ];
}

function isYoung(state, system) {
  const wanted = { m: 60, h: 3_600, d: 86_400 }[state.window.slice(-1)] * parseInt(state.window, 10);
  return !state.until && (new Date(system.now) - new Date(system.store.history_since)) / 1000 < wanted * 2;
}

/** What a restart took is missing for as long as the view of nodes reaches back. */
function restarted(state, { now, collector: { started }, store: { history_since: since } }) {
  const kept = new Date(started) - new Date(since) > A_START;
  if (state.until || !kept || new Date(now) - new Date(started) > TEN_MINUTES) return '';
  return notice(
    'info',
    html`The collector was started again at ${clock(started)}. Its history since ${clock(since)} is complete but for what agents still hold;
      nodes and single attempts are known only since the start.`,
  );
}

function agents(state, system) {
  if (system.agents.length === 0) {
    return notice(
      'warn',
      html`No agent has reported to this collector since it started at ${clock(system.collector.started)}.`,
    );
  }
  const missing = silent(system);
  if (missing.length === 0) return '';
  const [first] = missing;
  return notice(
    'warn',
    html`${count(missing.length)} of ${count(counted(system).length)} agents are silent, ${first.node} (${first.zone})
    for ${length((new Date(system.now) - new Date(first.reported)) / 1000)}, since ${clock(first.reported)}.
    <a href=${link(state, 'system')}>Which ones</a>`,
  );
}

function notice(kind, text) {
  return html`<p class="notice ${kind}">${text}</p>`;
}
