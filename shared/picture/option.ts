import type { BarSeriesOption, LineSeriesOption, PieSeriesOption } from 'echarts/charts';
import type { GridComponentOption, LegendComponentOption, TitleComponentOption } from 'echarts/components';
import type { ComposeOption } from 'echarts/core';
import { isWhole, numberFormat, sharesOf } from '../reply/chart.ts';
import type { Chart } from '../reply/reply.ts';

export type ChartOption = ComposeOption<
  LineSeriesOption | BarSeriesOption | PieSeriesOption | GridComponentOption | LegendComponentOption | TitleComponentOption
>;

/** A chart as ECharts draws it, and how large, in units of which a phone shows about 480 side by side. */
export interface Sheet {
  readonly width: number;
  readonly height: number;
  readonly option: ChartOption;
}

/** As wide as a phone shows a picture: what is written in it is read there without opening it. */
const width = 480;
const margin = 16;
/** Twelve colours that differ from each other and from white, also to eyes that tell red and green apart badly; a light ground stands well on a dark one too. */
const colors = ['#0b6bcb', '#d9580f', '#1f8a5b', '#8a4fd3', '#c2255c', '#0c8599', '#846358', '#b08900', '#4c5bd4', '#5c677d', '#a61e4d', '#2f9e44'];
const ink = { strong: '#1c2024', muted: '#5b6570', line: '#e3e7eb', ground: '#ffffff' } as const;
const text = { fontFamily: 'Inter', color: ink.strong, fontSize: 13 } as const;
const small = { fontFamily: 'Inter', color: ink.muted, fontSize: 12 } as const;

/** What each kind of chart looks like. */
export function sheetOf(chart: Chart, locale: string): Sheet {
  const format = numberFormat(locale);
  const print = (value: number) => format.format(value);
  const drawn = isWhole(chart) ? whole(chart, print) : isLying(chart) ? lying(chart, print) : standing(chart, print);
  const { title, unit } = chart;
  return {
    width,
    height: drawn.height,
    option: {
      animation: false,
      backgroundColor: ink.ground,
      color: colors,
      textStyle: text,
      title: {
        text: plainWords(title),
        left: margin,
        top: 14,
        itemGap: 4,
        textStyle: { ...text, fontSize: 15, fontWeight: 600, width: width - 2 * margin, overflow: 'truncate' },
        ...(unit === undefined ? {} : { subtext: plainWords(unit), subtextStyle: small }),
      },
      ...drawn.option,
    },
  };
}

/** Below title and unit. */
const topOf = ({ unit }: Chart) => (unit === undefined ? 48 : 66);
/** A legend below, a line for each 440 units that its names take. */
function legendOf({ series }: Chart): { readonly height: number; readonly option: ChartOption } {
  if (series.length < 2) return { height: 0, option: {} };
  const names = series.map(({ name }) => cut(name, 24));
  const rows = Math.ceil(names.reduce((sum, name) => sum + 36 + 7 * name.length, 0) / (width - 2 * margin));
  const legend = {
    left: margin,
    right: margin,
    bottom: 10,
    itemGap: 14,
    itemWidth: 14,
    itemHeight: 8,
    icon: 'roundRect',
    textStyle: small,
    data: names,
  };
  return { height: 22 * rows + 6, option: { legend } };
}

/** Bars or lines side by side over their labels. */
function standing(chart: Chart, print: (value: number) => string) {
  const { kind, labels, series } = chart;
  const legend = legendOf(chart);
  const written = hasRoom(series, print);
  const drawn = series.map(({ name, values }, i) =>
    kind === 'line'
      ? lineOf(cut(name, 24), values, { dashed: i >= 6, filled: series.length === 1 })
      : barOf(cut(name, 24), values, written ? { position: 'top', print } : undefined, 4),
  );
  return {
    height: 300 + legend.height,
    option: {
      ...legend.option,
      grid: { left: margin, right: margin + 8, top: topOf(chart) + 8, bottom: 14 + legend.height, outerBoundsMode: 'same' },
      xAxis: categories(labels, 12, { boundaryGap: kind === 'bar' }),
      yAxis: values(print, kind === 'line' && isFarFromZero(series)),
      series: drawn,
    } satisfies ChartOption,
  };
}

/** Bars one below the other, for names that have no room side by side. */
function lying(chart: Chart, print: (value: number) => string) {
  const { labels, series } = chart;
  const legend = legendOf(chart);
  const rows = Math.max(2, labels.length) * Math.max(26, 14 * series.length + 8);
  return {
    // One or two bars alone would be a strip.
    height: Math.min(1_600, Math.max(220, topOf(chart) + rows + 44 + legend.height)),
    option: {
      ...legend.option,
      grid: { left: margin, right: margin + 36, top: topOf(chart), bottom: 14 + legend.height, outerBoundsMode: 'same' },
      yAxis: { ...categories(labels, 24), inverse: true, axisTick: { show: false } },
      xAxis: { ...values(print, false), splitNumber: 4 },
      series: series.map(({ name, values }) =>
        barOf(cut(name, 24), values, labels.length * series.length <= 40 ? { position: 'right', print } : undefined, [0, 4, 4, 0]),
      ),
    } satisfies ChartOption,
  };
}

/** The parts of a whole, with a line for each: its colour, name, value and share. Of many the smallest are one. */
function whole(chart: Chart, print: (value: number) => string) {
  const parts = partsOf(chart);
  const shares = sharesOf(parts.map(({ value }) => value));
  const names = parts.map(({ label, value }, i) => `${cut(label, 22)}   ${print(value)}  (${shares[i]} %)`);
  const height = Math.max(260, topOf(chart) + 28 + 24 * parts.length);
  const middle = (topOf(chart) + height - margin) / 2;
  return {
    height,
    option: {
      legend: {
        orient: 'vertical',
        left: 210,
        top: middle - 12 * parts.length,
        itemGap: 10,
        itemWidth: 12,
        itemHeight: 12,
        icon: 'circle',
        textStyle: { ...text, lineHeight: 14 },
      },
      series: [
        {
          type: 'pie',
          center: [108, middle],
          radius: chart.kind === 'doughnut' ? [52, 84] : [0, 84],
          label: { show: false },
          itemStyle: { borderColor: ink.ground, borderWidth: parts.length > 1 ? 2 : 0 },
          data: parts.map(({ value }, i) => ({ value, name: names[i] ?? '' })),
        },
      ],
    } satisfies ChartOption,
  };
}

/** So many parts can be told apart. */
const partsMost = 10;

function partsOf({ labels, series }: Chart): { readonly label: string; readonly value: number }[] {
  const all = labels.map((label, i) => ({ label, value: series[0]?.values[i] ?? 0 }));
  if (all.length <= partsMost) return all;
  const sorted = all.toSorted((a, b) => b.value - a.value);
  const rest = sorted.slice(partsMost - 1);
  return [...sorted.slice(0, partsMost - 1), { label: `${rest.length} others`, value: rest.reduce((sum, { value }) => sum + value, 0) }];
}

function lineOf(name: string, data: readonly (number | null)[], { dashed, filled }: { dashed: boolean; filled: boolean }): LineSeriesOption {
  return {
    type: 'line',
    name,
    data: [...data],
    symbol: 'circle',
    symbolSize: 7,
    showSymbol: data.length <= 16 || data.filter((value) => value !== null).length === 1,
    lineStyle: { width: 2.5, ...(dashed ? { type: 'dashed' } : {}) },
    ...(filled ? { areaStyle: { opacity: 0.1 } } : {}),
  };
}

function barOf(
  name: string,
  data: readonly (number | null)[],
  label: { readonly position: 'top' | 'right'; readonly print: (value: number) => string } | undefined,
  borderRadius: number | number[],
): BarSeriesOption {
  const shown = label && {
    show: true,
    position: label.position,
    ...small,
    formatter: ({ value }: { value: unknown }) => (typeof value === 'number' ? label.print(value) : ''),
  };
  return { type: 'bar', name, data: [...data], barMaxWidth: 40, itemStyle: { borderRadius }, ...(shown ? { label: shown } : {}) };
}

const categories = (labels: readonly string[], most: number, more: { readonly boundaryGap?: boolean } = {}) => ({
  type: 'category' as const,
  data: labels.map((label) => cut(label, most)),
  axisLine: { lineStyle: { color: ink.line } },
  axisTick: { show: false },
  axisLabel: { ...small, hideOverlap: true },
  ...more,
});

const values = (print: (value: number) => string, scale: boolean) => ({
  type: 'value' as const,
  scale,
  axisLabel: { ...small, formatter: (value: number) => print(value), hideOverlap: true },
  splitLine: { lineStyle: { color: ink.line } },
});

/** Bars lie where their names are long. */
const isLying = ({ kind, labels, series }: Chart) =>
  kind === 'bar' &&
  labels.length <= 40 &&
  labels.some((label) => label.length > 10 || (labels.length * label.length > 44 && labels.length * series.length <= 40));

/** Whether each number has room over its bar. */
function hasRoom(series: Chart['series'], print: (value: number) => string): boolean {
  const bars = series.flatMap(({ values }) => values.map((value) => (value === null ? 0 : print(value).length)));
  return bars.length * (Math.max(...bars) * 7 + 6) <= width - 80;
}

/** A line whose ups and downs would be lost above a zero far below. */
function isFarFromZero(series: Chart['series']): boolean {
  const known = series.flatMap(({ values }) => values.filter((value) => value !== null));
  const [least, most] = [Math.min(...known), Math.max(...known)];
  return least > 0 && most - least < least * 0.4;
}

/** At most so many characters, on one line. */
const cut = (words: string, most: number) => {
  const plain = plainWords(words);
  return plain.length <= most
    ? plain
    : `${[...plain]
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`;
};

/** Without what a line of a picture can't have. */
const plainWords = (words: string) =>
  words
    .toWellFormed()
    .replace(/[\s\u0000-\u001f\u007f-\u009f\ufffe\uffff]+/g, ' ')
    .trim();
