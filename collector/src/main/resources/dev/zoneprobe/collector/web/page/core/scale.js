// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
// Which of the nine colours a duration has: steps of one ratio between round bounds, at least a factor of ten apart, so that small
// differences never look like large ones.

const STEPS = 9;
const LADDER = [1, 2, 5, 10];

/** The next round number not above `value`, or not below it. */
function round(value, up) {
  const decade = 10 ** Math.floor(Math.log10(value) + 1e-9);
  const fitting = LADDER.map(step => step * decade).filter(step =>
    up ? step >= value * 0.999 : step <= value * 1.001,
  );
  return up ? Math.min(...fitting) : Math.max(...fitting);
}

/** The scale for these durations in seconds; null if there are none. */
export function scaleOf(durations) {
  const positive = durations.filter(one => one > 0);
  if (positive.length === 0) return null;
  const low = round(Math.min(...positive), false);
  const high = round(Math.max(...positive, low * 10), true);
  const ratio = (high / low) ** (1 / STEPS);
  return {
    bounds: Array.from({ length: STEPS + 1 }, (_, step) => low * ratio ** step),
    step: seconds => Math.max(0, Math.min(STEPS - 1, Math.floor(Math.log(seconds / low) / Math.log(ratio) + 1e-9))),
  };
}

const CHANGES = [1 / 2, 1 / 1.25, 1 / 1.05, 1.05, 1.25, 2];

/** Which of seven colours a change has: 0 is less than half, 3 the same, 6 more than twice. */
export function changeStep(now, before) {
  return CHANGES.filter(bound => now / before >= bound).length;
}

export const CHANGE_NAMES = ['less than half', 'down 20 %', 'down 5 %', 'same', 'up 5 %', 'up 25 %', 'more than twice'];

const FAILURES = [0, 0.0001, 0.001, 0.01, 0.1];

/** Which of six colours a share of failures has: 0 is none at all. */
export function failureStep(failures, attempts) {
  return failures === 0 ? 0 : FAILURES.filter(bound => failures / attempts >= bound).length;
}

export const FAILURE_NAMES = ['none', '< 0.01 %', '≥ 0.01 %', '≥ 0.1 %', '≥ 1 %', '≥ 10 %'];
