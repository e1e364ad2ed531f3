// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
// Nodes that are in trouble themselves, whatever the network does.

import { html } from '../../core/html.js';
import { link } from '../../core/state.js';
import { clock, digits, share } from '../../core/format.js';
import { judged } from '../nodes/judge.js';

const TROUBLES = ['silent', 'stalled', 'busy', 'slow'];

export function troubledHosts({ nodes }, state) {
  return judged(nodes, { role: 'source', find: '', sort: '', down: '' }).flatMap(one => {
    const trouble = TROUBLES.find(reason => one.reasons.includes(reason));
    if (!trouble) return [];
    const { weight, text } = told(trouble, one);
    return [{ weight, href: link(state, 'nodes'), subject: one.node.node, text: html`(${one.node.zone}) ${text}` }];
  });
}

/** A slow node weighs half, so that a slow pair comes before the node where it begins; a silent one that others reach is no outage. */
function told(trouble, { node, times, stalled, busy }) {
  return {
    silent: () => ({ weight: 40, text: node.reported ? `is silent since ${clock(node.reported)}` : 'has never reported' }),
    stalled: () => ({
      weight: 100 * stalled,
      text: `gets too little CPU: its agent was held up in ${share(stalled, 1)} of its attempts`,
    }),
    busy: () => ({
      weight: 100 * busy,
      text: `is under pressure: its CPU or memory was short in ${share(busy, 1)} of its attempts`,
    }),
    slow: () => ({ weight: Math.min(times, 90) / 2, text: `is slow: ${digits(times)} times the middle node` }),
  }[trouble]();
}
