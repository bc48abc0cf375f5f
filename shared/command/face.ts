/** What a form shows for a kind, whatever the platform calls it; a channel without one of these shows a line of text, which is parsed as if typed. */
export interface Input {
  readonly as:
    | 'text'
    | 'number'
    | 'date'
    | 'dateTime'
    | 'toggle'
    | 'choice'
    | 'search'
    | 'person'
    | 'conversation'
    | 'url'
    | 'email'
    | 'phone'
    | 'file';
  /** The least and the most, as `parse` reads them; of a text, how many characters. */
  readonly min?: string;
  readonly max?: string;
  /** Several, as a list. */
  readonly many?: boolean;
}

/** JSON Schema (2020-12) of a value as a program hands it in. */
export interface JsonSchema {
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'array';
  readonly format?: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly items?: JsonSchema;
  readonly description?: string;
}

export interface ObjectSchema {
  readonly type: 'object';
  readonly properties: Readonly<Record<string, JsonSchema>>;
  readonly required: readonly string[];
  readonly additionalProperties: false;
}

interface Described {
  readonly schema?: JsonSchema;
  readonly choices?: readonly string[];
  readonly summary: string;
  readonly optional: boolean;
}

/** The schema of a command's parameters. A kind that says nothing of its own is a string. */
export function jsonSchemaOf(params: Readonly<Record<string, Described>>): ObjectSchema {
  return {
    type: 'object',
    properties: Object.fromEntries(
      Object.entries(params).map(([name, { schema, choices, summary }]) => [
        name,
        { ...(schema ?? { type: 'string', ...(choices ? { enum: choices } : {}) }), ...(summary === '' ? {} : { description: summary }) },
      ]),
    ),
    required: Object.entries(params).flatMap(([name, { optional }]) => (optional ? [] : [name])),
    additionalProperties: false,
  };
}

/** The GraphQL type of a parameter, as a program hands it in: `String!`, `[String!]`. GraphQL's Int has 32 bits: a whole number that may be larger is a Float. */
export function graphqlTypeOf({ schema = { type: 'string' }, optional }: Pick<Described, 'schema' | 'optional'>): string {
  return optional ? graphqlName(schema) : `${graphqlName(schema)}!`;
}

const int32Max = 2 ** 31 - 1;

function graphqlName({ type, items, minimum = -Infinity, maximum = Infinity }: JsonSchema): string {
  if (type === 'array') return `[${graphqlName(items ?? { type: 'string' })}!]`;
  if (type === 'integer' && minimum >= -int32Max - 1 && maximum <= int32Max) return 'Int';
  return { string: 'String', boolean: 'Boolean', integer: 'Float', number: 'Float' }[type];
}
