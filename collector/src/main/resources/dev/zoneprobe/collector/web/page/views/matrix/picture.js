// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
// The matrix as a picture, for a chat or a report.

import { share } from '../../core/format.js';
import { cellText, colour, kindOf } from './cell.js';

const CELL = { width: 84, height: 36 };
const LEFT = 170;
const TOP = 70;

/** Promises a PNG, twice as large as it is drawn so that it stays sharp. */
export function matrixPicture(pairs, state, title) {
  const { places } = pairs;
  const canvas = document.createElement('canvas');
  canvas.width = 2 * (LEFT + places.length * CELL.width + 16);
  canvas.height = 2 * (TOP + places.length * CELL.height + 16);
  const pen = canvas.getContext('2d');
  pen.scale(2, 2);
  const ink = getComputedStyle(document.body);
  pen.fillStyle = ink.backgroundColor;
  pen.fillRect(0, 0, canvas.width, canvas.height);
  write(pen, `${title}, ms, ${pairs.data.span.from} to ${pairs.data.span.until}`, 12, 24, ink.color, 14, 'left');
  places.forEach((place, at) => {
    write(pen, place.name, LEFT + (at + 0.5) * CELL.width, TOP - 10, ink.color, 11, 'center', CELL.width - 6);
    write(pen, place.name, LEFT - 10, TOP + (at + 0.6) * CELL.height, ink.color, 11, 'right', LEFT - 20);
    places.forEach((_, to) => box(pen, pairs, at, to, state));
  });
  return new Promise(resolve => canvas.toBlob(resolve, 'image/png'));
}

function write(pen, text, x, y, colour, size, align, width) {
  pen.fillStyle = colour;
  pen.font = `${size}px system-ui, sans-serif`;
  pen.textAlign = align;
  pen.fillText(text, x, y, width);
}

function box(pen, pairs, from, to, state) {
  const pair = pairs.of(from, to);
  if (!pair) return;
  const style = styleOf(`${kindOf(pair)} ${colour(pair, pairs, state)}`);
  const [x, y] = [LEFT + to * CELL.width, TOP + from * CELL.height];
  pen.fillStyle = style.background;
  pen.fillRect(x + 1, y + 1, CELL.width - 2, CELL.height - 2);
  write(pen, cellText(pair), x + CELL.width / 2, y + (pair.failures ? 16 : 22), style.colour, 12, 'center');
  if (pair.failures)
    write(pen, `✕ ${share(pair.failures, pair.attempts)}`, x + CELL.width / 2, y + 30, style.colour, 10, 'center');
}

/** The colours that the style sheet has for a cell of these classes. */
function styleOf(classes) {
  const cell = document.querySelector('table.matrix tbody tr').insertCell();
  cell.className = classes;
  const { backgroundColor: background, color } = getComputedStyle(cell);
  const result = { background, colour: color };
  cell.remove();
  return result;
}
