// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
// The answer of the collector as pairs that know what may be said about them.

import { link } from '../../core/state.js';
import { scaleOf } from '../../core/scale.js';
import { mayBeChance, rate } from '../../core/sums.js';

const KEEP = [
  'window',
  'until',
  'baseline',
  'phase',
  'quantile',
  'protocol',
  'connection',
  'outcome',
  'source_state',
  'target',
];

/** All pairs of the places that are shown (zones, or regions), by `row place * places + column place`. */
export function pairsOf(data, state) {
  const zonePairs = data.rows.map(row => pairOf(row, data));
  const grouped = state.group === 'regions';
  const places = grouped
    ? regionsOf(data.zones)
    : data.zones.map(zone => ({ name: zone.zone, region: zone.region ?? '', agents: zone.agents, nodes: zone.nodes }));
  const pairs = grouped ? regionPairs(zonePairs, data.zones, places) : zonePairs;
  const table = new Map(pairs.map(pair => [pair.from * places.length + pair.to, pair]));
  return {
    data,
    places,
    grouped,
    zonePairs,
    scale: scaleOf(zonePairs.filter(pair => pair.seconds !== null).map(pair => pair.seconds)),
    of: (from, to) => table.get(from * places.length + to),
    link: pairLinks(state),
  };
}

/** Leads from each pair to its view; all links begin alike, which is put together once. */
export function pairLinks(state) {
  const alike = link(state, 'pair', {}, KEEP);
  return ({ source_zone: from, destination_zone: to }) =>
    `${alike}&source_zone=${encodeURIComponent(from)}&destination_zone=${encodeURIComponent(to)}`;
}

function pairOf(row, data) {
  const pair = Object.fromEntries(data.columns.map((name, at) => [name, row[at]]));
  return {
    ...pair,
    from: pair.source,
    to: pair.destination,
    source_zone: data.zones[pair.source].zone,
    destination_zone: data.zones[pair.destination].zone,
    changed: pair.seconds !== null && pair.before_seconds !== null && pair.before_seconds > 0,
    noise: mayBeChance(pair.before_seconds, pair),
    failing: rate(pair),
  };
}

function regionsOf(zones) {
  const names = [...new Set(zones.map(zone => zone.region ?? 'no region'))];
  return names.map(name => {
    const members = zones.filter(zone => (zone.region ?? 'no region') === name);
    return { name, region: '', zones: members.length, agents: sum(members, 'agents'), nodes: sum(members, 'nodes') };
  });
}

/** For each pair of regions its slowest pair of zones, with the counts of all of them. */
function regionPairs(zonePairs, zones, regions) {
  const place = zones.map(zone => regions.findIndex(region => region.name === (zone.region ?? 'no region')));
  const groups = Map.groupBy(zonePairs, pair => place[pair.from] * regions.length + place[pair.to]);
  return [...groups.entries()].map(([key, members]) => {
    const slowest = members.reduce((worst, one) => ((one.seconds ?? -1) > (worst.seconds ?? -1) ? one : worst));
    const attempts = sum(members, 'attempts');
    const failures = sum(members, 'failures');
    return {
      ...slowest,
      attempts,
      failures,
      failing: rate({ attempts, failures }),
      from: Math.floor(key / regions.length),
      to: key % regions.length,
    };
  });
}

function sum(members, key) {
  return members.reduce((total, one) => total + (one[key] ?? 0), 0);
}
