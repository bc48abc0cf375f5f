import { chartTable, isWhole, nameless } from '../../shared/reply/chart.ts';
import type { Chart } from '../../shared/reply/reply.ts';
import type { ChartBlock, SlackBlock } from './blocks.ts';
import { slackLimits } from './limits.ts';
import { preformatted, sections } from './richtext.ts';
import { aligned, tableBlocks } from './table.ts';

/** A chart as Slack draws it itself; null where it has more than Slack takes, or something that it doesn't know, as a gap in a line. A doughnut is a pie there. */
export function chartBlock(chart: Chart): ChartBlock | null {
  const { kind, title, labels, series, unit } = chart;
  const { chartTitle, chartLabel, chartParts, chartSeries, chartPoints } = slackLimits;
  const named = [...labels, ...series.map(({ name }) => name)];
  if (title.trim() === '' || title.length > chartTitle || named.some((name) => name.trim() === '' || name.length > chartLabel)) return null;
  if (new Set(labels).size < labels.length || labels.length > (isWhole(chart) ? chartParts : chartPoints) || series.length > chartSeries) return null;
  const lines = series.map(({ name, values }) => ({ name, data: labels.flatMap((label, i) => pointOf(label, values[i] ?? null)) }));
  if (lines.some(({ data }) => data.length < labels.length)) return null;
  if (kind === 'line' || kind === 'bar') {
    const y = unit === undefined || unit.trim() === '' || unit.length > chartTitle ? {} : { y_label: unit };
    return { type: 'data_visualization', title, chart: { type: kind, series: lines, axis_config: { categories: labels, ...y } } };
  }
  const segments = lines[0]?.data ?? [];
  return segments.some(({ value }) => value <= 0) ? null : { type: 'data_visualization', title, chart: { type: 'pie', segments } };
}

const pointOf = (label: string, value: number | null) => (value === null ? [] : [{ label, value }]);

/** The numbers of a chart under its title, for who can't be shown it. */
export function chartNumbers(chart: Chart, locale: string): SlackBlock[] {
  return [
    ...sections([{ type: 'text', text: chart.title.trim() || nameless(locale), style: { bold: true } }]),
    ...tableBlocks(chartTable(chart, locale), chart.title),
  ];
}

/** What stands for a chart of Slack's that this Slack doesn't take: its numbers in lines, for a message may have a table already. */
export function chartLines({ title, chart }: ChartBlock): SlackBlock[] {
  const [labels, series] =
    chart.type === 'pie'
      ? [chart.segments.map(({ label }) => label), [{ name: '', values: chart.segments.map(({ value }) => value) }]]
      : [chart.axis_config.categories, chart.series.map(({ name, data }) => ({ name, values: data.map(({ value }) => value) }))];
  const { columns, rows } = chartTable({ kind: chart.type, title, labels, series }, 'en');
  return [
    ...sections([{ type: 'text', text: title, style: { bold: true } }]),
    ...preformatted(aligned([columns.map((column) => column.title), ...rows])),
  ];
}
