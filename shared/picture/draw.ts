import { readFile } from 'node:fs/promises';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { BarChart, LineChart, PieChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TitleComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { Chart } from '../reply/reply.ts';
import { assets } from './assets.ts';
import type { Drawable } from './drawing.ts';
import { sheetOf } from './option.ts';
import { pngOf } from './png.ts';
import { tableSvg } from './table.ts';

use([LineChart, BarChart, PieChart, GridComponent, LegendComponent, TitleComponent, SVGRenderer]);

/** Loaded once: the fonts, and the program that makes pixels. It is WebAssembly: the same file runs on every machine, a Lambda's too, whatever it is deployed from. */
const loaded = load();

async function load(): Promise<Uint8Array[]> {
  const [fonts] = await Promise.all([Promise.all(assets.fonts.map((file) => readFile(file))), initWasm(readFile(assets.wasm))]);
  return fonts;
}

/** A chart, or a table, as a PNG; `sharpness`: pixels a unit, of which it is 480 wide. Takes some tens of milliseconds of this thread, and the first of it some hundreds. */
export async function drawn(chart: Drawable, locale: string, sharpness: number): Promise<Uint8Array> {
  const fontBuffers = await loaded;
  const resvg = new Resvg('columns' in chart ? tableSvg(chart) : svgOf(chart, locale), {
    font: { fontBuffers, defaultFontFamily: 'Inter', sansSerifFamily: 'Inter' },
    fitTo: { mode: 'zoom', value: sharpness },
  });
  try {
    const image = resvg.render();
    try {
      return pngOf(image.pixels, image.width, image.height);
    } finally {
      image.free();
    }
  } finally {
    resvg.free();
  }
}

function svgOf(chart: Chart, locale: string): string {
  const { width, height, option } = sheetOf(chart, locale);
  const made = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    made.setOption(option);
    return made.renderToSVGString();
  } finally {
    made.dispose();
  }
}
