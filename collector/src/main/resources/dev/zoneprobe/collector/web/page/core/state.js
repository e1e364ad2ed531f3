// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
// What the page shows, as the address bar tells it: a link shows the same to everybody. Whatever has its default is left out.

export const DEFAULTS = {
  view: 'matrix',
  window: '5m',
  until: '',
  baseline: '0m',
  phase: 'round_trip',
  quantile: '0.99',
  target: 'peer',
  protocol: '',
  connection: '',
  outcome: '',
  source_state: '',
  colour: 'value',
  group: 'zones',
  source_zone: '',
  destination_zone: '',
  source_node: '',
  reason: '',
  order: 'slowest',
  limit: '50',
  id: '',
  role: 'source',
  sort: '',
  down: '',
  find: '',
  team: '',
  service: '',
  span: '',
};

const listeners = new Set();

/** The state that a query string such as `?view=pair` stands for; keys that nobody knows are ignored. */
export function read(query = location.search) {
  const given = new URLSearchParams(query);
  const state = {};
  for (const key of Object.keys(DEFAULTS)) {
    state[key] = given.get(key) ?? defaultOf(key, given.get('view'));
  }
  return state;
}

const DEFAULTS_OF = { targets: { phase: 'response' }, attempts: { phase: '', target: '' } };

function defaultOf(key, view) {
  return DEFAULTS_OF[view]?.[key] ?? DEFAULTS[key];
}

/** A link to `state` with some keys changed. */
export function href(state, changes = {}) {
  const wanted = { ...state, ...changes };
  const query = new URLSearchParams();
  for (const key of Object.keys(DEFAULTS)) {
    if (wanted[key] !== defaultOf(key, wanted.view) || (key === 'view' && wanted.view !== 'matrix')) {
      query.set(key, wanted[key]);
    }
  }
  const text = query.toString();
  return text ? `?${text}` : location.pathname;
}

/** A link to another view that takes along only what `keep` names. */
export function link(state, view, changes = {}, keep = ['window', 'until', 'baseline']) {
  const kept = Object.fromEntries(keep.map(key => [key, state[key]]));
  return href({ ...read(`?view=${view}`), ...kept, ...changes });
}

/** Shows another state; `replace` leaves no entry behind for the back button. */
export function go(address, replace = false) {
  history[replace ? 'replaceState' : 'pushState'](null, '', address);
  announce();
}

/** Calls `listener` with each new state. */
export function onChange(listener) {
  listeners.add(listener);
}

function announce() {
  const state = read();
  listeners.forEach(listener => listener(state));
}

/** Lets links within the page and the back button change the state without a new load. */
export function listen() {
  addEventListener('popstate', announce);
  document.addEventListener('click', event => {
    const anchor = event.target.closest?.('a[href]');
    if (anchor && isOurs(anchor, event)) {
      event.preventDefault();
      go(anchor.getAttribute('href'));
      if (!anchor.hasAttribute('data-stay')) scrollTo(0, 0);
    }
  });
}

function isOurs(anchor, event) {
  const plain = !event.defaultPrevented && event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey;
  const address = anchor.getAttribute('href');
  return plain && !anchor.download && (address.startsWith('?') || address === location.pathname);
}
