/** How a chart is told, in English: the measure of every other language. */
export const en = {
  line: 'Line chart',
  bar: 'Bar chart',
  pie: 'Pie chart',
  doughnut: 'Doughnut chart',
  chart: 'Chart',
  noValues: 'no values',
  share: (part: string, share: string) => `${part}, ${share} percent`,
  smaller: (count: number) => `and ${count} smaller ones`,
  ends: (first: string, last: string) => `from ${first} to ${last}`,
  values: (count: number) => `${count} values`,
  range: (lowest: string, highest: string) => `lowest ${lowest}, highest ${highest}`,
};

export type Words = typeof en;
