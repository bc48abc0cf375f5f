import type { Words } from './en.ts';

/** How a chart is told, in German. */
export const de: Words = {
  line: 'Liniendiagramm',
  bar: 'Balkendiagramm',
  pie: 'Kreisdiagramm',
  doughnut: 'Ringdiagramm',
  chart: 'Diagramm',
  noValues: 'keine Werte',
  share: (part, share) => `${part}, ${share} Prozent`,
  smaller: (count) => `und ${count} kleinere`,
  ends: (first, last) => `von ${first} bis ${last}`,
  values: (count) => `${count} Werte`,
  range: (lowest, highest) => `am wenigsten ${lowest}, am meisten ${highest}`,
};
