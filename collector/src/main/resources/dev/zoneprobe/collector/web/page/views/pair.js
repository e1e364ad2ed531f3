// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
// Two zones, one way: everything that the histograms know about it.

import { html } from '../core/html.js';
import { address } from '../core/api.js';
import { href, link } from '../core/state.js';
import { clock, quantileName } from '../core/format.js';
import { HELP, phaseMeaning, phaseTitle } from '../core/words.js';
import { sliceControls, sliceParameters, timeControls } from '../parts/controls.js';
import { downloads } from '../parts/downloads.js';
import { help } from '../parts/help.js';
import { noData, nothingThere, waiting } from '../parts/empty.js';
import { tiles } from './pair/tiles.js';
import { verdict } from './pair/verdict.js';
import { chartPanels } from './pair/charts.js';
import { connectionsPanel, hostsPanel, kernelPanel, reasonsPanel } from './pair/tables.js';

export function title(state) {
  return `${state.source_zone} → ${state.destination_zone}`;
}

function parameters(state) {
  return {
    source_zone: state.source_zone,
    destination_zone: state.destination_zone,
    target: state.target,
    ...sliceParameters(state),
  };
}

export function questions(state) {
  return isChosen(state) ? { main: address('pair', parameters(state)) } : {};
}

function isChosen(state) {
  return state.source_zone !== '' && state.destination_zone !== '';
}

export function render(state, live) {
  const answer = live.answer('main');
  const { data } = answer;
  return html`
    <div class="head"><h1><span class="name">${state.source_zone}</span> → <span class="name">${state.destination_zone}</span>
      ${state.target === 'peer' ? '' : html`<small>target ${state.target}</small>`}</h1>
      ${help('this pair', meaning(state))}
      <a class="button" data-stay href=${href(state, { source_zone: state.destination_zone, destination_zone: state.source_zone })}>⇄ other way</a>
      <a class="button" href=${link(state, 'attempts', { source_zone: state.source_zone, destination_zone: state.destination_zone, target: state.target })}>attempts</a>
      <span class="span">${data ? `${clock(data.now.span.from, false)} – ${clock(data.now.span.until, false)} UTC` : ''}</span></div>
    <div class="controls">${sliceControls(state)}${timeControls(state, live, data?.now.span)}</div>
    ${data ? body(state, data, answer, live) : isChosen(state) ? waiting(answer) : nothingThere('No pair chosen', html`Choose one in the <a href=${link(state, 'matrix')}>matrix</a>.`)}`;
}

function body(state, data, answer, live) {
  return html`<div class=${answer.pending || answer.problem ? 'old' : ''}>
    ${data.now.span.minutes_with_data === 0 ? noData(data.now.span, live.answer('system').data) : ''}
    ${verdict(data, state)}${tiles(data)}
    <div class="panels">${chartPanels(data)}
      ${connectionsPanel(data)}${kernelPanel(data)}${hostsPanel(data)}${reasonsPanel(data, state)}</div>
    ${files(state)}</div>`;
}

function files(state) {
  const of = name => address(name, parameters(state));
  const file = `zoneprobe-${state.source_zone}-${state.destination_zone}`.replace(/[^\w.-]/g, '_');
  return downloads(
    ['percentiles (.hgrm)', of('pair.hgrm'), `${file}.hgrm`],
    ['histogram log (.hlog)', of('pair.hlog'), `${file}.hlog`],
    ['JSON', of('pair'), `${file}.json`],
  );
}

function meaning(state) {
  return `${phaseTitle(state.phase)} is the time ${phaseMeaning(state.phase)}. ${quantileName(state.quantile)}: ${HELP.quantile} ${HELP.interval}`;
}
