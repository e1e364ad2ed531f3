// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
// Two answers that are to be compared have to be of the same moment; until both are there, the last two that were remain.

let last = null;

/** What both say, of the same span; null if they never were. Asked for at each drawing of the view, so that it forgets an earlier visit. */
export function ofOneMoment(one, other) {
  const urls = [one.url, other.url];
  if (one.at && other.at && isSame(one.data.span, other.data.span)) last = { urls, told: [one.data, other.data] };
  else if (isOver(one, other)) last = null;
  return last?.told ?? null;
}

function isSame(one, other) {
  return one?.from === other?.from && one?.until === other?.until;
}

/** Whether there is nothing to show of one of them, or one of them failed and the last two were of other questions. */
function isOver(one, other) {
  const failed = one.problem || other.problem;
  return !one.data || !other.data || (failed && (last?.urls[0] !== one.url || last.urls[1] !== other.url));
}
