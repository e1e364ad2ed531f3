// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
// How large a share of attempts fails, and whether that is more than elsewhere. What is counted is `{ attempts, failures }`.

import { rate } from '../../core/sums.js';

const WORTH_A_LOOK = 0.01;
/** One in twenty lies beyond it, as beyond each bound of the durations. */
const DEVIATIONS = 1.645;
const SQUARE = DEVIATIONS ** 2;

export function total(counts) {
  return {
    attempts: counts.reduce((sum, one) => sum + one.attempts, 0),
    failures: counts.reduce((sum, one) => sum + one.failures, 0),
  };
}

/** Whether more than chance fails here. */
export function failsWorthALook(counts) {
  return atLeast(counts) >= WORTH_A_LOOK;
}

/** Whether, beyond chance, twice as large a share fails here as of `others`; where most fail, whether half as large a share is spared. */
export function failsMore(counts, others) {
  const usual = rate(others);
  return others.attempts > 0 && failsWorthALook(counts) && atLeast(counts) >= Math.min(2 * usual, (1 + usual) / 2);
}

/** The counts of all but one of them. */
export function without(all, one) {
  return { attempts: all.attempts - one.attempts, failures: all.failures - one.failures };
}

/** Wilson's lower bound with Newcombe's correction, without which one failure of twenty would be more than chance. */
function atLeast({ attempts, failures }) {
  if (failures === 0) return 0;
  const share = failures / attempts;
  const spread = SQUARE - 2 - 1 / attempts + 4 * share * (attempts - failures + 1);
  const bound = 2 * failures + SQUARE - 1 - DEVIATIONS * Math.sqrt(Math.max(spread, 0));
  return Math.max(bound / (2 * (attempts + SQUARE)), 0);
}
