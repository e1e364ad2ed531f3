// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
// One question: `data` is the last answer, `problem` what went wrong since, `failing` since when, and `stale` the answer to the one
// before, with other choices.

function unanswered(stale) {
  return { data: null, at: null, problem: null, failing: null, stale };
}

/** The question that had this url before, by whatever name, asked as it is wanted now; else a new one. */
export function goneOn(before, wanted) {
  const known = [...before.values()].find(one => one.url === wanted.url);
  return Object.assign(known ?? unanswered(staleOf(before.get(wanted.name), wanted)), wanted);
}

function staleOf(known, { url }) {
  return pathOf(known?.url) === pathOf(url) ? shown(known) : null;
}

/** Only answers to the same, with whatever choices, have the same fields. */
const pathOf = url => url?.split('?')[0];

/** What there is to see of it; numbers of another question do not stand under the words of one that has failed. */
export function shown(one) {
  return one?.data ?? (one?.problem ? null : one?.stale) ?? null;
}
