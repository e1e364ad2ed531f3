// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
// The latency heat map: time to the right, duration upwards, colour by how many samples there are. Two humps in it are two ways
// through the network, which no percentile shows.

import { clock, count, duration } from '../core/format.js';
import { axis, tooltip } from './chart.js';

/** @param heat as the collector tells it: columns of time, rows of durations, and cells with samples */
export function heat(heat) {
  const rows = heat.bounds.length - 1;
  const most = Math.max(1, ...heat.counts.map(([, , samples]) => samples));
  return colours => ({
    grid: { left: 62, right: 16, top: 12, bottom: 30 },
    xAxis: axis(colours, {
      type: 'category',
      data: heat.starts.map(start => clock(start, false)),
      splitLine: { show: false },
    }),
    yAxis: axis(colours, {
      type: 'category',
      data: heat.bounds.slice(0, -1).map(duration),
      splitLine: { show: false },
    }),
    tooltip: { ...tooltip(colours), formatter: hovered => told(heat, hovered) },
    visualMap: { show: false, min: 0, max: Math.log(1 + most), dimension: 3, inRange: { color: colours.heat } },
    series: [cells(heat), gaps(heat, rows, colours)],
  });
}

function cells({ counts }) {
  return {
    type: 'heatmap',
    data: counts.map(([column, row, samples]) => [column, row, samples, Math.log(1 + samples)]),
    progressive: 0,
    emphasis: { disabled: true },
  };
}

/** Columns in which nothing was reported are grey from top to bottom: no data is not fast. */
function gaps({ missing }, rows, colours) {
  return {
    type: 'custom',
    silent: true,
    data: missing.map(column => [column, 0, rows - 1, 0]),
    encode: { x: 0, y: 1 },
    renderItem: (_, api) => {
      const [width, band] = api.size([1, 1]);
      const [x, top] = api.coord([api.value(0), rows - 1]);
      const [, bottom] = api.coord([api.value(0), 0]);
      return {
        type: 'rect',
        style: { fill: colours.faint },
        shape: { x: x - width / 2, y: top - band / 2, width, height: bottom - top + band },
      };
    },
  };
}

function told({ starts, bounds }, { value, seriesType }) {
  if (seriesType === 'custom') return 'nothing was reported';
  const [column, row, samples] = value;
  return `${clock(starts[column], false)}\n${duration(bounds[row])} to ${duration(bounds[row + 1])}\n${count(samples)} samples`;
}
