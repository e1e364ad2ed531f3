// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
// What the attempts' time was made of: the mean of each disjoint phase, stacked.

import { duration } from '../core/format.js';
import { PARTS, phaseName } from '../core/words.js';
import { axis, tooltip } from './chart.js';

/** The bars: one for each protocol and kind of connection that has any of the phases. */
export function barsOf(phases) {
  const parts = phases.filter(one => PARTS.includes(one.phase));
  const names = [...new Set(parts.map(nameOf))];
  return names.map(name => ({
    name,
    parts: Object.fromEntries(parts.filter(one => nameOf(one) === name).map(one => [one.phase, one.mean])),
  }));
}

function nameOf({ protocol, connection }) {
  return `${protocol} ${connection}`;
}

export function phaseBars(phases) {
  const bars = barsOf(phases).toReversed();
  return colours => ({
    grid: { left: 86, right: 30, top: 30, bottom: 40 },
    legend: {
      type: 'scroll',
      top: 0,
      left: 0,
      textStyle: { color: colours.soft, fontSize: 11 },
      itemWidth: 12,
      itemHeight: 8,
      itemGap: 12,
    },
    xAxis: axis(colours, {
      type: 'value',
      name: 'mean',
      axisLabel: {
        color: colours.soft,
        fontSize: 11,
        formatter: value => (value === 0 ? '0' : duration(value)),
        hideOverlap: true,
      },
    }),
    yAxis: axis(colours, { type: 'category', data: bars.map(bar => bar.name) }),
    tooltip: {
      ...tooltip(colours),
      formatter: ({ seriesName, name, value }) => `${name}, ${seriesName}: ${duration(value)}`,
    },
    series: PARTS.map((part, at) => ({ part, colour: colours.parts[at] }))
      .filter(({ part }) => bars.some(bar => part in bar.parts))
      .map(({ part, colour }) => ({
        name: phaseName(part),
        type: 'bar',
        stack: 'parts',
        barMaxWidth: 22,
        color: colour,
        emphasis: { disabled: true },
        data: bars.map(bar => bar.parts[part] ?? 0),
      })),
  });
}
