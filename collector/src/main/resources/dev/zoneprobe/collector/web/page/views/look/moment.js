// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
// Two answers that are to be compared have to be of the same moment; until both are there, the last two that were remain.

let last = null;

/** What both say, of the same span; null if they never were. */
export function ofOneMoment(one, other) {
  if (one.at && other.at && isSame(one.data.span, other.data.span)) last = [one.data, other.data];
  return last;
}

function isSame(one, other) {
  return one?.from === other?.from && one?.until === other?.until;
}
