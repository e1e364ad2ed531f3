// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
// Puts the page together: the address says what to show, the view what to ask for, and whatever arrives is drawn.

import { html, render } from './core/html.js';
import { href, listen, onChange, read } from './core/state.js';
import { address } from './core/api.js';
import { Live } from './core/live.js';
import { apply } from './core/theme.js';
import { chrome } from './parts/chrome.js';
import * as matrix from './views/matrix.js';
import * as pair from './views/pair.js';
import * as nodes from './views/nodes.js';
import * as targets from './views/targets.js';
import * as attempts from './views/attempts.js';
import * as system from './views/system.js';
import { nothingThere } from './parts/empty.js';

const VIEWS = { matrix, pair, nodes, targets, attempts, system };
const UNKNOWN = {
  title: () => 'unknown view',
  questions: () => ({}),
  render: () =>
    html`<h1>Unknown view</h1>${nothingThere('There is no such view', 'The links above lead to those that there are.')}`,
};
let root = document.getElementById('app');
const live = new Live(schedule);
let state = read();
let drawing = false;
let seen = false;

function show(next) {
  const moved = next.view !== state.view;
  state = next;
  live.ask({ ...viewOf(state).questions(state), system: [address('system'), 30_000] });
  draw();
  if (moved) document.getElementById('main')?.focus({ preventScroll: true });
}

function viewOf({ view }) {
  return Object.hasOwn(VIEWS, view) ? VIEWS[view] : UNKNOWN;
}

/** Answers that arrive together are drawn together. */
function schedule() {
  if (drawing) return;
  drawing = true;
  queueMicrotask(() => {
    drawing = false;
    draw();
  });
}

/** Tells the browser's timeline when there was first something to see. */
function markFirst() {
  if (seen || !live.answer('main').data) return;
  seen = true;
  requestAnimationFrame(() => setTimeout(() => performance.mark('zoneprobe.first')));
}

function draw() {
  try {
    const view = viewOf(state);
    document.title = `${view.title(state)} · zoneprobe`;
    put(view.render(state, live, draw));
  } catch (defect) {
    console.error(defect);
    startOver();
    put(failed(defect));
  }
  markFirst();
}

function put(view) {
  render(chrome({ state, live, view, redraw: draw }), root);
}

/** What a defect left half drawn cannot be drawn on. */
function startOver() {
  const empty = root.cloneNode(false);
  root.replaceWith(empty);
  root = empty;
}

/** The next answer, or another choice, may well be drawn. */
function failed({ message }) {
  return nothingThere(
    `This view failed: ${message}`,
    'This is a defect of the page, not of your network. It is drawn again with the next answer; the links above lead on.',
    html`<a href=${href(read(`?view=${state.view}`))}>Begin this view anew</a>, with nothing chosen.`,
  );
}

apply();
listen();
onChange(show);
show(state);
