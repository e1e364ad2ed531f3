// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
// Which collectors' parts are not in an answer. A collector may have answered one question and be too busy for the next, so
// each answer tells for itself.

/** Why each of them is not in these answers, once. */
export function missingOf(answers) {
  return [...new Set(answers.flatMap(ofAnswer))];
}

function ofAnswer({ missing, span, now, before }) {
  return [missing, span?.missing, now?.span?.missing, before?.missing, before?.span?.missing].flatMap(one => one ?? []);
}
