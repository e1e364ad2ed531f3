// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
// The percentile spectrum, as HdrHistogram plots it: each step to the right is a value that ten times fewer attempts exceed.

import { duration, quantileName } from '../core/format.js';
import { axis, tooltip } from './chart.js';

const LAST = 6;

/** @param series name, colour key and `[quantile, seconds]` points of each */
export function spectrum(series, marked) {
  return colours => ({
    legend: { top: 0, right: 0, textStyle: { color: colours.soft, fontSize: 11 }, itemWidth: 16, itemHeight: 8 },
    xAxis: axis(colours, {
      type: 'value',
      min: 0,
      max: Math.max(2, furthest(series)),
      interval: 1,
      name: 'percentile',
      axisLabel: {
        color: colours.soft,
        fontSize: 11,
        formatter: nines => quantileName(1 - 10 ** -nines).replace('p0', 'min'),
      },
    }),
    yAxis: axis(colours, {
      type: 'log',
      nameGap: 46,
      min: lowest(series),
      axisLabel: { color: colours.soft, fontSize: 11, formatter: duration },
    }),
    tooltip: { ...tooltip(colours), trigger: 'axis', formatter: told },
    series: series.map(one => line(one, colours, marked)),
  });
}

/** 0.9 is one nine, 0.99 two. The maximum, at quantile 1, is put where its count of samples puts it. */
function nines(quantile) {
  return quantile >= 1 ? null : -Math.log10(1 - quantile);
}

function places(points) {
  const below = points
    .filter(([quantile]) => quantile < 1)
    .map(([quantile, seconds]) => [nines(quantile), seconds, quantile]);
  const maximum = points.find(([quantile]) => quantile >= 1);
  return maximum ? [...below, [Math.min(LAST, (below.at(-1)?.[0] ?? 0) + 0.3), maximum[1], 1]] : below;
}

function furthest(series) {
  return Math.min(LAST, Math.ceil(Math.max(0, ...series.flatMap(one => places(one.points).map(([x]) => x)))));
}

function lowest(series) {
  const positive = series.flatMap(one => one.points.map(([, seconds]) => seconds)).filter(seconds => seconds > 0);
  return positive.length ? Math.min(...positive) * 0.8 : undefined;
}

function line({ name, colour, points, dashed }, colours, marked) {
  return {
    name,
    type: 'line',
    showSymbol: false,
    data: places(points),
    color: colours[colour],
    lineStyle: { width: dashed ? 1.5 : 2, type: dashed ? 'dashed' : 'solid' },
    markLine: dashed
      ? undefined
      : {
          silent: true,
          symbol: 'none',
          lineStyle: { color: colours.soft, type: 'dotted' },
          data: [{ xAxis: nines(Number(marked)) }],
          label: { formatter: quantileName(marked), color: colours.soft, fontSize: 11 },
        },
  };
}

function told(hovered) {
  return hovered
    .map(
      ({ seriesName, value }) =>
        `${seriesName}: ${value[2] === 1 ? 'slowest' : quantileName(value[2])} ${duration(value[1])}`,
    )
    .join('\n');
}
