// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
// Everything that is probed, by who looks after it.

import { html, repeat } from '../core/html.js';
import { address } from '../core/api.js';
import { link } from '../core/state.js';
import { change, clock, count, duration, quantileName, share } from '../core/format.js';
import { largestFirst, mayBeChance, rate } from '../core/sums.js';
import { phaseMeaning, phaseName, phaseTitle, reasonName } from '../core/words.js';
import { search, sliceControls, sliceParameters, timeControls } from '../parts/controls.js';
import { downloads } from '../parts/downloads.js';
import { help } from '../parts/help.js';
import { noData, nothingThere, waiting } from '../parts/empty.js';

export const title = () => 'targets by team';

const KEEP = ['window', 'until', 'baseline', 'phase', 'quantile', 'connection', 'outcome', 'source_state'];

export function questions(state) {
  return { main: address('targets', sliceParameters(state)) };
}

export function render(state, live) {
  const answer = live.answer('main');
  const { data } = answer;
  return html`<div class="head"><h1>Targets, ${phaseName(state.phase)} ${quantileName(state.quantile)}</h1>
      ${help('targets', `Every target that agents probe, from all zones together, and by pair of zones when opened. ${phaseTitle(state.phase)} is the time ${phaseMeaning(state.phase)}. Failed attempts count with the time until they failed.`)}
      <span class="span">${data ? `${clock(data.span.from, false)} – ${clock(data.span.until, false)} UTC` : ''}</span></div>
    <div class="controls">${sliceControls(state)}${search(state, 'find', 'Find')}${timeControls(state, live, data?.span)}</div>
    ${data ? body(state, data, answer, live) : waiting(answer)}`;
}

function body(state, data, answer, live) {
  const found = data.targets.filter(one => matches(one, state.find.toLowerCase()));
  if (data.targets.length === 0) return noData(data.span, live.answer('system').data);
  if (found.length === 0)
    return nothingThere('Nothing matches', `No target, team or service contains “${state.find}”.`);
  const teams = [...Map.groupBy(found, one => one.team ?? '')].toSorted(
    ([one], [other]) => (one === '') - (other === '') || one.localeCompare(other),
  );
  return html`<div class=${answer.pending || answer.problem ? 'old' : ''}>
    <div class="scroller targets" tabindex="0" role="region" aria-label="Targets"><table class="list">
    <caption class="hidden">Targets by team, the failing and slow ones first</caption>${columns(data)}
    ${repeat(
      teams,
      ([team]) => team,
      ([team, targets]) => teamRows(team, targets, state),
    )}</table></div>
    ${downloads(['JSON', address('targets', sliceParameters(state)), 'zoneprobe-targets.json'])}</div>`;
}

function matches({ target, team, service }, wanted) {
  return !wanted || [target, team, service].some(text => text?.toLowerCase().includes(wanted));
}

function columns({ quantile }) {
  const names = [
    ['service', 'text'],
    ['target', 'text'],
    ['protocol', 'text'],
    ['median', ''],
    [quantileName(quantile), ''],
    ['change', ''],
    ['failed', ''],
    ['attempts', ''],
    ['why', 'text'],
    ['from where', 'text'],
  ];
  return html`<thead><tr>${names.map(([name, kind]) => html`<th scope="col" class=${kind}>${name}</th>`)}</tr></thead>`;
}

function teamRows(team, targets, state) {
  const worst = targets.toSorted(
    (one, other) => rate(other.now.counts) - rate(one.now.counts) || (other.now.estimate.seconds ?? 0) - (one.now.estimate.seconds ?? 0),
  );
  return html`<tbody class="team"><tr><th scope="rowgroup" colspan="10" class="owner">${team ? html`Team <span class="name">${team}</span>` : 'Without a team'}</th></tr>
    ${repeat(
      worst,
      one => `${one.target} ${one.protocol}`,
      one => row(one, state),
    )}</tbody>`;
}

function row(one, state) {
  const { median, estimate, counts } = one.now;
  const before = one.before.estimate;
  const chance = mayBeChance(before.seconds, estimate);
  return html`<tr><td class="text">${one.service ?? '–'}</td><th scope="row"><span class="name">${one.target}</span></th><td class="text">${one.protocol}</td>
    <td>${duration(median.seconds)}</td>
    <td>${estimate.seconds === null ? html`<span class="soft">n=${count(estimate.samples)}</span>` : duration(estimate.seconds)}</td>
    <td class=${chance ? 'soft' : ''}>${estimate.seconds && before.seconds ? change(estimate.seconds, before.seconds) : '–'}</td>
    <td class=${counts.failures ? 'bad' : ''}>${share(counts.failures, counts.attempts)}</td><td>${count(counts.attempts)}</td>
    <td class="text">${reasons(one, state)}</td><td class="text">${zones(one, state)}</td></tr>`;
}

function reasons({ now: { reasons }, target }, state) {
  return largestFirst(reasons)
    .slice(0, 3)
    .map(
      ([reason, number]) =>
        html`<a href=${link(state, 'attempts', { target, reason })}>${reasonName(reason)} ${count(number)}</a> `,
    );
}

function zones({ zones, target }, state) {
  if (target === 'peer') return html`<a href=${link(state, 'matrix', {}, KEEP)}>matrix</a>`;
  const sorted = zones.toSorted(
    (one, other) => (other.sums.estimate.seconds ?? -1) - (one.sums.estimate.seconds ?? -1),
  );
  return html`<details><summary>${count(zones.length)} ${zones.length === 1 ? 'way' : 'ways'}</summary><ul>${sorted.map(
    one => html`<li>
    <a href=${link(state, 'pair', { target, source_zone: one.source_zone, destination_zone: one.destination_zone }, KEEP)}>${one.source_zone} → ${one.destination_zone}</a>
    <b>${duration(one.sums.estimate.seconds)}</b> <span class=${one.sums.counts.failures ? 'bad' : 'soft'}>${share(one.sums.counts.failures, one.sums.counts.attempts)}</span></li>`,
  )}</ul></details>`;
}
