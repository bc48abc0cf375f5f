import { describe, expect, it } from 'vitest';
import { graphqlTypeOf, jsonSchemaOf } from './face.ts';
import { choice, date, integer, list, money, number, percent, text, url, yesNo } from './kinds/index.ts';

describe('the schema of parameters', () => {
  it('follows from the kinds, their ranges and what is optional', () => {
    expect(
      jsonSchemaOf({
        site: url({ summary: 'The site' }),
        every: integer({ min: 1, max: 60, default: 5 }),
        period: choice({ of: ['day', 'week'] }),
        loud: yesNo({ optional: true }),
        share: percent({ min: 0 }),
        tags: list(text(), { max: 3 }),
        price: money(),
        from: date(),
      }),
    ).toEqual({
      type: 'object',
      properties: {
        site: { type: 'string', format: 'uri', description: 'The site' },
        every: { type: 'integer', minimum: 1, maximum: 60 },
        period: { type: 'string', enum: ['day', 'week'] },
        loud: { type: 'boolean' },
        share: { type: 'number', minimum: 0 },
        tags: { type: 'array', items: { type: 'string' }, minItems: 1, maxItems: 3 },
        price: { type: 'string' },
        from: { type: 'string', format: 'date' },
      },
      required: ['site', 'period', 'share', 'tags', 'price', 'from'],
      additionalProperties: false,
    });
  });
});

it.each([
  [text(), 'String!'],
  [text({ optional: true }), 'String'],
  [integer({ min: 1, max: 9 }), 'Int!'],
  [integer(), 'Float!'],
  [number({ default: 1 }), 'Float'],
  [yesNo(), 'Boolean!'],
  [choice({ of: ['day', 'week'] }), 'String!'],
  [list(url()), '[String!]!'],
])('has a type of GraphQL: %#', (param, type) => expect(graphqlTypeOf(param)).toBe(type));
