import type { types } from '@slack/bolt';

/** A point of a series: its label is one of the axis' categories. */
export interface ChartPoint {
  readonly label: string;
  readonly value: number;
}

/** Slack: Data visualization block. Younger than @slack/types. */
export interface ChartBlock {
  readonly type: 'data_visualization';
  readonly title: string;
  readonly chart:
    | { readonly type: 'pie'; readonly segments: readonly ChartPoint[] }
    | {
        readonly type: 'line' | 'bar';
        readonly series: readonly { readonly name: string; readonly data: readonly ChartPoint[] }[];
        readonly axis_config: { readonly categories: readonly string[]; readonly y_label?: string };
      };
}

/** A block of a message of ours. */
export type SlackBlock = types.KnownBlock | ChartBlock;
