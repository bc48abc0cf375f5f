import { accept } from './accept.ts';
import type { Figure } from './figure.ts';
import { size } from './size.ts';

/** All figures, in the order they are measured. */
export const figures: readonly Figure[] = [accept, size];
