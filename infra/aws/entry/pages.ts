import { pagesFunction } from '../world/pages.ts';

/** Shows the pages on which people install a channel. */
export const handler = pagesFunction();
