// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
// Keeps the answers to the questions of the present view fresh: every ten seconds while somebody looks at it. What could not be
// fetched again stays, marked as old.

import { json } from './api.js';
import { goneOn, shown } from './question.js';

const EVERY = 10_000;

/** Put behind a question's interval: it is not asked before `main` has an answer, so that it takes no time from it. */
export const AFTER_MAIN = 'after main';

export class Live {
  #questions = new Map();
  #changed;
  #paused = false;

  /** @param changed called when an answer or a failure arrived */
  constructor(changed) {
    this.#changed = changed;
    setInterval(() => this.refresh(), 1_000);
    document.addEventListener('visibilitychange', () => this.refresh());
  }

  /**
   * Asks exactly these questions from now on: name to url, or to `[url, milliseconds between, AFTER_MAIN]`. The same url is asked once,
   * whatever names it has: as often as the first of them wants it.
   */
  ask(questions) {
    const before = this.#questions;
    this.#questions = new Map();
    for (const [name, wanted] of Object.entries(questions)) {
      const [url, every = EVERY, after = ''] = [wanted].flat();
      const shared = this.#all.find(one => one.url === url);
      this.#questions.set(name, shared ?? goneOn(before, { name, url, every, after }));
    }
    for (const one of before.values()) {
      if (!this.#all.includes(one)) one.abort?.abort();
    }
    this.refresh();
  }

  get #all() {
    return [...new Set(this.#questions.values())];
  }

  /** The answer to a question; before it arrives, or says why there is none, the one to the same with other choices, with `pending`. */
  answer(name) {
    const one = this.#questions.get(name);
    return { ...one, data: shown(one), pending: !one?.data && !one?.problem };
  }

  /** All answers that there are to see. */
  get shown() {
    return this.#all.map(shown).filter(Boolean);
  }

  get problems() {
    return this.#all.filter(one => one.problem);
  }

  get paused() {
    return this.#paused;
  }

  /** Stops to ask again, or goes on. */
  pause(paused) {
    this.#paused = paused;
    this.refresh();
  }

  /** Asks what is due; with `now` everything. */
  refresh(now = false) {
    if (document.hidden) return;
    for (const one of this.#all) {
      const due = !one.asked || (!this.#paused && Date.now() - one.asked >= one.every - 500);
      if ((due || now) && !one.abort && !this.#waits(one)) this.#fetch(one);
    }
  }

  #waits({ after }) {
    const main = this.#questions.get('main');
    return after === AFTER_MAIN && main && !main.at && !main.problem;
  }

  async #fetch(one) {
    one.asked = Date.now();
    one.abort = new AbortController();
    const deadline = setTimeout(() => one.abort.abort(), 20_000);
    try {
      one.data = await json(one.url, one.abort.signal);
      Object.assign(one, { at: Date.now(), problem: null, failing: null });
    } catch (problem) {
      one.problem =
        problem.name === 'AbortError' ? { kind: 'unreachable', message: 'The collector does not answer.' } : problem;
      one.failing ??= Date.now();
    } finally {
      clearTimeout(deadline);
      one.abort = null;
    }
    if (this.#all.includes(one)) this.#changed();
    if (one === this.#questions.get('main')) this.refresh();
  }
}
