// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
// A chart as an element: `<zp-chart .option=${…} label="…">`. It follows its size, and light and dark. ECharts is loaded with the
// first one.

import { onTheme } from '../core/theme.js';
import { palette } from './palette.js';

class Chart extends HTMLElement {
  #chart;
  #make;
  #undo = [];

  /** @param make from the colours of now to an option of ECharts */
  set option(make) {
    if (make === this.#make) return;
    this.#make = make;
    this.#draw();
  }

  async connectedCallback() {
    this.setAttribute('role', 'img');
    const echarts = await import('../lib/echarts.esm.min.js');
    if (!this.isConnected || this.#chart) return;
    this.#chart = echarts.init(this, null, { renderer: 'canvas' });
    const size = new ResizeObserver(() => this.#chart?.resize());
    size.observe(this);
    this.#undo = [() => size.disconnect(), onTheme(() => this.#draw())];
    this.#draw();
  }

  disconnectedCallback() {
    this.#undo.forEach(undo => undo());
    this.#undo = [];
    this.#chart?.dispose();
    this.#chart = undefined;
  }

  #draw() {
    if (!this.#chart || !this.#make) return;
    const colours = palette();
    this.#chart.setOption({ ...frame(colours), ...this.#make(colours) }, { notMerge: true });
    this.dataset.drawn = 'true';
  }

  /** Promises what is shown as a PNG. */
  picture() {
    const canvas = this.#chart.renderToCanvas({ pixelRatio: 2, backgroundColor: palette().ground });
    return new Promise(resolve => canvas.toBlob(resolve, 'image/png'));
  }
}

/** What all charts have in common; the tooltip is drawn on the canvas, because a strict policy forbids styles in HTML. */
function frame(colours) {
  return {
    animation: false,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: colours.text },
    grid: { left: 62, right: 30, top: 28, bottom: 40 },
    tooltip: tooltip(colours),
  };
}

export function tooltip(colours) {
  return {
    renderMode: 'richText',
    confine: true,
    backgroundColor: colours.ground,
    borderColor: colours.line,
    textStyle: { color: colours.text, fontSize: 12 },
  };
}

/** An axis in the colours of the page. */
export function axis(colours, given) {
  return {
    nameLocation: 'middle',
    nameGap: 26,
    nameTextStyle: { color: colours.soft, fontSize: 11 },
    axisLabel: { color: colours.soft, fontSize: 11 },
    axisLine: { lineStyle: { color: colours.line } },
    axisTick: { lineStyle: { color: colours.line } },
    splitLine: { lineStyle: { color: colours.faint } },
    minorSplitLine: { lineStyle: { color: colours.faint } },
    ...given,
  };
}

customElements.define('zp-chart', Chart);
