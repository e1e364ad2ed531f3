// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
// What sums of attempts say: how much of them failed, why, and whether they differ.

/** The share that failed; 0 without an attempt. */
export function rate({ attempts, failures }) {
  return attempts > 0 ? failures / attempts : 0;
}

/** Whether a percentile before lies within the bounds of confidence of the one now. */
export function mayBeChance(before, { lower, upper }) {
  return before >= lower && before <= upper;
}

/** Pairs of a name and its number, such as of reasons, the largest first. */
export function largestFirst(numbers) {
  return Object.entries(numbers).toSorted(([, one], [, other]) => other - one);
}
