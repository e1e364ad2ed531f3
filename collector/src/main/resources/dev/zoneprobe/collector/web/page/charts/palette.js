// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
// The colours of the style sheet, for what is drawn on a canvas.

const HEAT = 9;

/** All of them as they are now, in light or in dark. */
export function palette() {
  return {
    text: colour('--text'),
    soft: colour('--soft'),
    line: colour('--line'),
    faint: colour('--faint'),
    ground: colour('--panel'),
    now: colour('--now'),
    before: colour('--before'),
    bad: colour('--bad'),
    parts: Array.from({ length: 6 }, (_, at) => colour(`--part-${at}`)),
    heat: Array.from({ length: HEAT }, (_, at) => colour(`--heat-${at}`)),
  };
}

/** A custom property as a colour that a canvas understands: `light-dark()` has to be resolved by an element. */
function colour(property) {
  const probe =
    document.getElementById('probe') ??
    document.body.appendChild(Object.assign(document.createElement('i'), { id: 'probe', hidden: true }));
  probe.style.color = `var(${property})`;
  return getComputedStyle(probe).color;
}
