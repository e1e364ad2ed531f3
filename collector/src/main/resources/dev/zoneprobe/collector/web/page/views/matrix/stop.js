// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
// The one cell of the matrix at which the tab key stops: the last one that had the focus, by name, so that it stays when zones come
// and go.

let names = [];

/** Its row and column; the first cell if it is not there. */
export function stop(places) {
  const at = names.map(name => places.findIndex(place => place.name === name));
  return at.length === 2 && !at.includes(-1) ? at : [0, 0];
}

/** Makes it this cell, at once: the table is drawn only with the next answer. */
export function become(anchor) {
  if (!anchor.names) return;
  names = anchor.names;
  for (const one of anchor.closest('table').querySelectorAll('a[tabindex="0"]')) one.tabIndex = -1;
  anchor.tabIndex = 0;
}
