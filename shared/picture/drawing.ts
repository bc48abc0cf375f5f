import type { Chart, Table } from '../reply/reply.ts';

/** A chart, or a table, in a message, before its channel sends it: `pictureOf` makes it a PNG. */
export interface Drawing<T extends Drawable = Chart> {
  readonly chart: T;
  readonly locale: string;
}

/** What can be drawn. */
export type Drawable = Chart | Table;

/** Whether that is what stands there: a message may have been JSON meanwhile. */
export const isDrawing = (value: unknown): value is Drawing => typeof value === 'object' && value !== null && 'chart' in value;
