/** "stretch" → "to stretch"; "that the oven is on" stays as it is. */
export const toDo = (what: string) => (/^(that|about|of)\s/i.test(what) ? what : `to ${what}`);
