/** What the Bot API answers: a result, or its error. */
export type Answer =
  | { readonly ok: true; readonly result: unknown }
  | { readonly ok: false; readonly error_code: number; readonly description: string; readonly parameters?: Readonly<Record<string, number>> };

export const took = (result: unknown): Answer => ({ ok: true, result });

export const badRequest = (description: string, parameters?: Readonly<Record<string, number>>): Answer => ({
  ok: false,
  error_code: 400,
  description: `Bad Request: ${description}`,
  ...(parameters ? { parameters } : {}),
});

export const refused = (error_code: number, description: string, parameters?: Readonly<Record<string, number>>): Answer => ({
  ok: false,
  error_code,
  description,
  ...(parameters ? { parameters } : {}),
});
