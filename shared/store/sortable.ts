/** ms since 1970 as an index sorts it: text that is ordered as the numbers are, until the year 33658. */
export const sortable = (at: number): string => String(Math.floor(at)).padStart(15, '0');
