// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
// What is slow where it need not be: slower than it was, than the way back, or than from elsewhere. All beyond chance: the confidence
// bounds do not touch.

import { html } from '../../core/html.js';
import { link } from '../../core/state.js';
import { change, count, duration, quantileName } from '../../core/format.js';
import { rate } from '../../core/sums.js';
import { phaseName } from '../../core/words.js';
import { before as beforeName } from '../matrix/legend.js';
import { pairLinks } from '../matrix/pairs.js';

const TWICE = 2;
const FROM_ELSEWHERE = 3;
/** Nothing that answers at all is as bad as what does not. */
const MOST_TIMES = 90;
/** Less than this is no reason to look, however many times it is. */
const LEAST_SECONDS = 0.01;
/** From so many failures on their p90 is that of failures, which take until their deadline. */
const FAILURES_ALONE = 0.1;
/** Whoever is led to answers it, each caller somebody else: its ways are no more alike than distances. */
const ANYWHERE = 'service';

/** A round trip is the same distance both ways, so the way back is what to compare with. */
export function slowPairs({ zonePairs, data }, state) {
  const table = new Map(zonePairs.map(pair => [`${pair.from} ${pair.to}`, pair]));
  const leadTo = pairLinks({ ...state, phase: data.phase, quantile: `${data.quantile}` });
  const name = `${phaseName(data.phase)} ${quantileName(data.quantile)}`;
  return zonePairs
    .filter(pair => pair.seconds !== null)
    .map(pair => ({ pair, back: table.get(`${pair.to} ${pair.from}`) }))
    .flatMap(({ pair, back }) => [thanBefore(pair, state), thanBack(pair, back)].filter(Boolean).map(found => ({ pair, ...found })))
    .map(({ pair, times, text }) => ({
      weight: Math.min(times, MOST_TIMES),
      href: leadTo(pair),
      subject: `${pair.source_zone} → ${pair.destination_zone}`,
      text: html`is slow: ${name} <b>${duration(pair.seconds)}</b>, ${text}`,
    }));
}

function thanBefore(pair, state) {
  const slower = pair.changed && pair.lower >= pair.before_seconds * TWICE;
  return slower && { times: pair.seconds / pair.before_seconds, text: `${change(pair.seconds, pair.before_seconds)} the window ${beforeName(state)}` };
}

function thanBack(pair, back) {
  const slower = back?.seconds > 0 && pair.lower >= back.upper * TWICE;
  return slower && { times: pair.seconds / back.seconds, text: `the other way ${duration(back.seconds)}` };
}

/** Targets that take twice as long as in the window before, wherever they are asked from: one line for all. Other zones are no before. */
export function slowTargets({ targets, whole }, state) {
  const late = targets.filter(one => whole && isSlower(one)).toSorted((one, other) => timesOf(other) - timesOf(one));
  if (late.length === 0) return [];
  const [{ target, now, before, zones }] = late;
  const more = new Set(late.map(one => one.target)).size;
  const [{ source_zone, destination_zone }] = zones.toSorted((one, other) => other.sums.estimate.seconds - one.sums.estimate.seconds);
  return [
    {
      weight: Math.min(timesOf(late[0]), MOST_TIMES),
      href: link(state, 'pair', { target, source_zone, destination_zone, phase: 'response' }),
      subject: more > 1 ? `${count(more)} targets` : target,
      text: html`${more > 1 ? html`are slower than before, most of all <span class="name">${target}</span>` : 'is slower than before'}:
        p90 <b>${duration(now.estimate.seconds)}</b>, ${change(now.estimate.seconds, before.estimate.seconds)} the window ${beforeName(state)}`,
    },
  ];
}

/** Of peers the pairs of zones tell. */
function isSlower({ target, now, before }) {
  const was = before.estimate.seconds;
  return target !== 'peer' && was > 0 && now.estimate.lower >= was * TWICE && rate(now.counts) < FAILURES_ALONE;
}

function timesOf({ now, before }) {
  return now.estimate.seconds / before.estimate.seconds;
}

/** Targets that answer later from one zone than from the middle one of the others; one line for each such zone. */
export function slowFromOneZone({ targets }, state) {
  const late = targets.filter(one => one.target !== ANYWHERE).flatMap(one => one.zones.flatMap(way => fromElsewhere(one, way)));
  return [...Map.groupBy(late, one => one.way.source_zone).values()].map(found => {
    const [{ target, way, times, elsewhere }, ...more] = found.toSorted((one, other) => other.times - one.times);
    const { source_zone, destination_zone } = way;
    return {
      weight: Math.min(times, MOST_TIMES),
      href: link(state, 'pair', { target, source_zone, destination_zone, phase: 'response' }),
      subject: `${source_zone} → ${target}`,
      text: html`answers later than from elsewhere: p90 <b>${duration(way.sums.estimate.seconds)}</b>, elsewhere
        ${duration(elsewhere)}${more.length > 0 ? `; so ${more.length === 1 ? 'does' : 'do'} ${more.length} more, from ${source_zone}` : ''}`,
    };
  });
}

function fromElsewhere({ target, zones }, way) {
  const { estimate } = way.sums;
  const others = zones
    .filter(other => other !== way && other.sums.estimate.upper !== null)
    .map(other => other.sums.estimate)
    .toSorted((one, other) => one.upper - other.upper);
  const middle = others[Math.floor(others.length / 2)];
  const apart = middle && estimate.lower >= middle.upper * FROM_ELSEWHERE && estimate.seconds - middle.seconds >= LEAST_SECONDS;
  return apart ? [{ target, way, times: estimate.seconds / middle.seconds, elsewhere: middle.seconds }] : [];
}
