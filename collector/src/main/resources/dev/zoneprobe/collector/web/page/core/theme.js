// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
// Light, dark, or as the system says. A preference of the person, so it is kept in the browser and not in the address.

const KEY = 'zoneprobe.theme';
const NEXT = { system: 'light', light: 'dark', dark: 'system' };
const dark = matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set();

export function theme() {
  return localStorage.getItem(KEY) ?? 'system';
}

/** Whether it is dark now. */
export function isDark() {
  return theme() === 'dark' || (theme() === 'system' && dark.matches);
}

/** Puts the preference into force; charts and styles follow. */
export function apply() {
  document.documentElement.dataset.theme = theme();
  listeners.forEach(listener => listener());
}

export function next() {
  localStorage.setItem(KEY, NEXT[theme()]);
  apply();
}

/** Calls `listener` whenever it becomes dark or light; returns how to stop that. */
export function onTheme(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

dark.addEventListener('change', apply);
