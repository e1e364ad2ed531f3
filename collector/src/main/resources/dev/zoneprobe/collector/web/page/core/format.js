// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
// Numbers and moments as text, alike everywhere: three significant digits, UTC.

const NOTHING = '–';
const WHOLE = new Intl.NumberFormat('en-US');

/** `850 µs`, `1.24 ms`, `12.3 ms`, `1.5 s`. */
export function duration(seconds) {
  if (seconds === null || seconds === undefined) return NOTHING;
  if (seconds === 0) return '0';
  if (seconds < 0.0009995) return `${digits(seconds * 1e6)} µs`;
  if (seconds < 0.9995) return `${digits(seconds * 1e3)} ms`;
  return `${digits(seconds)} s`;
}

/** The same in milliseconds without the unit, for tables whose caption names it. */
export function milliseconds(seconds) {
  return seconds === null || seconds === undefined ? NOTHING : digits(seconds * 1e3);
}

/** Three significant digits, never an exponent. */
export function digits(number) {
  if (number === 0) return '0';
  const size = Math.floor(Math.log10(Math.abs(Number(number.toPrecision(3)))));
  return size >= 3 ? count(Math.round(number)) : number.toFixed(Math.min(Math.max(2 - size, 0), 6));
}

/** `12,345`. */
export function count(number) {
  return number === null || number === undefined ? NOTHING : WHOLE.format(number);
}

/** `0.02 %`, `1.5 %`, `100 %`; only all is `100 %`. */
export function share(part, whole) {
  if (!whole) return NOTHING;
  const percent = (100 * part) / whole;
  if (percent < 100 && percent > 99.99) return '> 99.99 %';
  return `${percent > 0 && percent < 0.01 ? '< 0.01' : Number(percent.toPrecision(percent >= 99 ? 4 : 2))} %`;
}

/** `+40 %`, `−12 %`, `−99.7 %`, `×3.1`. */
export function change(now, before) {
  const ratio = now / before;
  if (ratio >= 2) return `×${ratio >= 10 ? Math.round(ratio) : ratio.toFixed(1)}`;
  if (ratio > 0 && ratio < 0.005) return `−${Math.min(99.9, (1 - ratio) * 100).toFixed(1)} %`;
  const percent = Math.round((ratio - 1) * 100);
  return percent === 0 ? '±0 %' : `${percent > 0 ? '+' : '−'}${Math.abs(percent)} %`;
}

/** `12:00:09` of an ISO moment; with the date if it is not of today. Whatever is no moment stays as it is. */
export function clock(moment, seconds = true) {
  if (!moment) return NOTHING;
  if (Number.isNaN(new Date(moment).getTime())) return String(moment);
  const iso = new Date(moment).toISOString();
  const time = iso.slice(11, seconds ? 19 : 16);
  return iso.slice(0, 10) === new Date().toISOString().slice(0, 10) ? time : `${iso.slice(0, 10)} ${time}`;
}

/** `40 s`, `5 min`, `3 h`, `2 d`: how long something is or took. */
export function length(seconds) {
  const steps = [
    [86_400, 'd'],
    [3_600, 'h'],
    [60, 'min'],
    [1, 's'],
  ];
  const [unit, name] = steps.find(([size]) => seconds >= size * (size > 60 ? 2 : 1)) ?? steps[3];
  return `${Math.max(0, Math.round(seconds / unit))} ${name}`;
}

/** `40 s ago`. */
export function ago(moment, now = Date.now()) {
  return moment ? `${length((now - new Date(moment)) / 1000)} ago` : 'never';
}

/** `3.2 GiB`. */
export function bytes(number) {
  if (number === null || number === undefined) return NOTHING;
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  const step = Math.min(4, Math.floor(Math.log2(Math.max(number, 1)) / 10));
  return `${step === 0 ? number : (number / 1024 ** step).toPrecision(3)} ${units[step]}`;
}

/** `p99`, `p99.9`, `median`. */
export function quantileName(quantile) {
  return Number(quantile) === 0.5 ? 'median' : `p${Number((quantile * 100).toFixed(4))}`;
}

/** `99 of 100`, `999 of 1,000`. */
export function quantileShare(quantile) {
  let whole = 2;
  while (whole < 1e6 && Math.abs(whole * quantile - Math.round(whole * quantile)) > 1e-6)
    whole = whole === 2 ? 10 : whole * 10;
  return `${count(Math.round(whole * quantile))} of ${count(whole)}`;
}
