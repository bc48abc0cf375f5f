import type { Goal, Row } from './figure.ts';

/** The last lines of a run: figure, value, floor or peer, ratio. */
export function table(rows: readonly Row[]): string {
  const cells = [
    ['figure', 'value', 'floor or peer', 'ratio'],
    ...rows.map(({ figure, value, against, ratio }) => [figure, value, against, ratio === undefined ? '' : times(ratio)]),
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  return cells
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  |  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Each goal with `holds` or `MISSED`. */
export function verdicts(goals: readonly Goal[]): string {
  return goals.map(({ says, holds }) => `${holds ? 'holds ' : 'MISSED'}  ${says}`).join('\n');
}

/** `1.7 x`; small ones with a second digit. */
export function times(ratio: number): string {
  return `${ratio < 10 ? ratio.toFixed(ratio < 1 ? 2 : 1) : ratio.toFixed(0)} x`;
}
