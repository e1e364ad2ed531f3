// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
// Who reports, and how each agent itself is; those in trouble first.

import { html } from '../../core/html.js';
import { ago, clock, count, duration, share } from '../../core/format.js';
import { counted, isGone, isSilent } from '../../core/silence.js';
import { search } from '../../parts/controls.js';
import { help } from '../../parts/help.js';
import { windowed } from '../../parts/windowed.js';
import { judged } from './judge.js';

const MEANING = html`What an agent says of itself, over the last ten minutes. <b>Waiting</b>: snapshots that no collector had confirmed when it
  made its next; “was” is the most there were. None is lost while it waits. <b>Lost</b>: snapshots that it had to give up since it started.
  <b>Held up</b>: for how much of the time its own host, CPU limit or memory kept it from running, as far as it noticed, and the longest of these
  stalls: its attempts of that time are marked stalled, and left out of durations. <b>Skipped</b>: attempts that were due and did not begin. An agent stands
  out if it is silent, lost a snapshot, had three or more waiting, was held up for 1 % of the time or for a second at once, or skipped
  an attempt. “Gone”: its node is not in the topology any more. “Not told”: an agent of an earlier version, or one that has not reported since the collector started.`;

const HEAD = html`<tr><th scope="col" class="text">stands out</th><th scope="col" class="text">node</th><th scope="col" class="text">zone</th>
  <th scope="col">reported</th><th scope="col">waiting</th><th scope="col">lost</th><th scope="col">held up</th><th scope="col">skipped</th>
  <th scope="col">plan</th><th scope="col" class="text">version</th><th scope="col">snapshots</th><th scope="col" class="text">boot</th></tr>`;

export function agentsPanel(state, data, redraw) {
  const all = judged(data);
  const wanted = state.find.toLowerCase();
  const found = all.filter(
    ({ agent }) => !wanted || `${agent.node} ${agent.zone} ${agent.condition?.version ?? ''}`.toLowerCase().includes(wanted),
  );
  return html`<section class="panel agents"><header class="panel-head"><h2>Agents</h2>${help('agents', MEANING)}${search(state, 'find', 'Find')}</header>
    <p class="verdict">${verdict(all, counted(data).length)}</p>
    ${windowed({
      label: 'Agents',
      caption: 'Agents, those that stand out first',
      rows: found,
      redraw,
      head: HEAD,
      row: (one, at) => row(one, at, data.now),
    })}</section>`;
}

function verdict(all, agents) {
  const outliers = all.filter(one => one.reasons.length > 0).length;
  return outliers === 0
    ? 'No agent stands out.'
    : html`<b>${count(outliers)}</b> of ${count(agents)} agents stand out.`;
}

function row({ agent, reasons }, at, now) {
  return html`<tr aria-rowindex=${at + 2} class=${reasons.length ? 'outlier' : ''}>
    <td class="text">${reasons.map(reason => html`<span class="mark ${reason}">${reason}</span>`)}</td>
    <th scope="row"><span class="name" title=${agent.node}>${agent.node}</span></th><td class="text">${agent.zone}</td>
    <td class=${isSilent(agent, now) ? 'bad' : ''}>${reported(agent, now)}</td>
    ${agent.condition ? condition(agent.condition) : html`<td colspan="6" class="text soft">not told</td>`}
    <td>${count(agent.last_sequence)}</td><td class="text soft"><span class="name" title=${agent.boot}>${agent.boot}</span></td></tr>`;
}

function reported(agent, now) {
  if (isSilent(agent, now)) return `silent since ${clock(agent.reported)}`;
  return isGone(agent, now) ? `gone since ${clock(agent.reported)}` : ago(agent.reported, new Date(now));
}

function condition({ version, plan_version: plan, waiting, lost, lately }) {
  return html`<td>${count(waiting)}${lately.most_waiting > waiting ? `, was ${count(lately.most_waiting)}` : ''}</td>
    <td class=${lost > 0 ? 'bad' : ''}>${count(lost)}</td><td>${heldUp(lately)}</td><td class=${lately.skipped > 0 ? 'bad' : ''}>${count(lately.skipped)}</td>
    <td>${plan === 0 ? 'none' : count(plan)}</td><td class="text"><span class="name" title=${version}>${version}</span></td>`;
}

function heldUp({ stalled_share: part, longest_stall: longest }) {
  if (part === null) return '–';
  return longest > 0 ? `${share(part, 1)}, longest ${duration(longest)}` : 'never';
}
