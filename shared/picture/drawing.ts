import type { Chart } from '../reply/reply.ts';

/** A chart in a message, before its channel sends it: `pictureOf` makes it a PNG. */
export interface Drawing {
  readonly chart: Chart;
  readonly locale: string;
}

/** Whether that is what stands there: a message may have been JSON meanwhile. */
export const isDrawing = (value: unknown): value is Drawing => typeof value === 'object' && value !== null && 'chart' in value;
