// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
// Questions to the collector, and the token that it may want. The token lives as long as the browser's tab.

const TOKEN = 'zoneprobe.token';

/**
 * What went wrong with a question: `refused` asks for a token, `unreachable` means that nobody answered, `wrong` that it cannot be
 * answered however often it is asked.
 */
export class Problem extends Error {
  constructor(kind, message) {
    super(message);
    this.kind = kind;
  }
}

export function token() {
  return sessionStorage.getItem(TOKEN) ?? '';
}

export function keepToken(value) {
  if (value) sessionStorage.setItem(TOKEN, value);
  else sessionStorage.removeItem(TOKEN);
}

/** `/api/v1/name?…` with the parameters that are not empty. */
export function address(name, parameters = {}) {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(parameters)) {
    for (const one of [value].flat()) {
      if (one !== '' && one !== undefined) query.append(key, one);
    }
  }
  const text = query.toString();
  return `/api/v1/${name}${text ? `?${text}` : ''}`;
}

async function ask(url, signal) {
  const headers = token() ? { Authorization: `Bearer ${token()}` } : {};
  let answer;
  try {
    answer = await fetch(url, { headers, signal, cache: 'no-store' });
  } catch (cause) {
    throw cause.name === 'AbortError' ? cause : new Problem('unreachable', 'The collector does not answer.');
  }
  if (answer.ok) return answer;
  throw await problem(answer);
}

const KINDS = { 400: 'wrong', 404: 'absent' };

async function problem(answer) {
  if (answer.status === 401) {
    return new Problem('refused', token() ? 'The collector refuses this token.' : 'The collector wants a token.');
  }
  const text = (await answer.text()).slice(0, 500);
  let told = text;
  try {
    told = JSON.parse(text).problem ?? text;
  } catch {
    /* it is plain text then */
  }
  return new Problem(
    KINDS[answer.status] ?? 'failed',
    told || `The collector answered with status ${answer.status}.`,
  );
}

/** The JSON under `url`. */
export async function json(url, signal) {
  const answer = await ask(url, signal);
  try {
    return await answer.json();
  } catch (cause) {
    throw cause.name === 'AbortError' ? cause : new Problem('failed', 'The collector broke off its answer.');
  }
}

/** Saves what is under `url` as a file; a plain link could not carry the token. */
export async function download(url, name) {
  const answer = await ask(url);
  save(await answer.blob(), name);
}

/** Hands a blob to the browser's downloads. */
export function save(blob, name) {
  const anchor = document.createElement('a');
  anchor.href = URL.createObjectURL(blob);
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(anchor.href), 10_000);
}
