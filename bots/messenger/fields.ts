/** Guards over what Meta sent: nothing in it is believed to have the type that the documents say. */
export type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

/** The id of a Page or of a person at a Page (PSID): digits, so that it can stand in an address. */
export const isId = (value: unknown): value is string => typeof value === 'string' && /^[0-9]{1,32}$/.test(value);

/** The items of a list; none for what is no list. */
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
