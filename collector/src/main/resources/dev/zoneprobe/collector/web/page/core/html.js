// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
// The template language of the page: lit-html, which puts every value into the document as text.

export { html, svg, nothing, render } from '../lib/lit-html.js';
export { guard } from '../lib/directives/guard.js';
export { repeat } from '../lib/directives/repeat.js';
export { live } from '../lib/directives/live.js';
