import { accept } from './accept.ts';
import type { Figure } from './figure.ts';

/** All figures, in the order they are measured. */
export const figures: readonly Figure[] = [accept];
