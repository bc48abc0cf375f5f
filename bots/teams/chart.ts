import { isWhole } from '../../shared/reply/chart.ts';
import type { Chart } from '../../shared/reply/reply.ts';
import { sizes } from './limits.ts';
import { isBlank, literal } from './literal.ts';
import { jsonLength } from './pack.ts';
import type { Element } from './paragraphs.ts';

/** Words of a chart: it reads no Markdown. */
const words = (text: string) => {
  const shown = literal(text).replace(/\s+/g, ' ').trim();
  return isBlank(shown) ? '–' : shown;
};

/**
 * A chart as Teams draws it (msteams-docs, "Charts in Adaptive Cards"), with its numbers for a client that doesn't. Null where it would be too large for a card, or be no
 * help there: more parts of a whole or more series than people tell apart.
 */
export function chartElement(chart: Chart, fallback: Element | undefined): Element | null {
  const { title, labels, series, unit } = chart;
  if (series.length > sizes.chartSeries || (isWhole(chart) && labels.length > sizes.chartParts)) return null;
  const frame = { title: words(title), colorSet: 'categorical', ...(fallback ? { fallback } : {}) };
  const axes = unit === undefined ? {} : { yAxisTitle: words(unit) };
  const made = isWhole(chart) ? { ...frame, ...wholeOf(chart) } : { ...frame, ...axes, ...seriesOf(chart) };
  return jsonLength(made) <= sizes.chart ? made : null;
}

function wholeOf({ kind, labels, series }: Chart): Element {
  const values = series[0]?.values ?? [];
  return {
    type: kind === 'pie' ? 'Chart.Pie' : 'Chart.Donut',
    data: labels.map((label, i) => ({ legend: words(label), value: values[i] ?? 0 })),
  };
}

/** A value that isn't there is left out: its label then stands nowhere, or under the other series. */
function seriesOf({ kind, labels, series }: Chart): Element {
  const lines = series.map(({ name, values }) => ({
    legend: words(name),
    values: labels.flatMap((label, i) => {
      const y = values[i] ?? null;
      return y === null ? [] : [{ x: words(label), y }];
    }),
  }));
  if (kind === 'line') return { type: 'Chart.Line', data: lines };
  if (lines.length > 1) return { type: 'Chart.VerticalBar.Grouped', data: lines };
  const type = labels.some((label) => label.length > sizes.chartLabel) ? 'Chart.HorizontalBar' : 'Chart.VerticalBar';
  return { type, data: lines[0]?.values ?? [] };
}
