import { type AnyCommand, command } from '../../shared/command/define.ts';
import { kindOf } from '../../shared/command/kind.ts';

/** As many as a large installation may have. */
export const commandCount = 1_000;

const site = kindOf<string>({
  kind: 'text',
  asks: 'Which site?',
  parse: (raw) => ({ ok: true, value: raw }),
  print: (value) => value,
  words: true,
  alexaSlot: 'AMAZON.SearchQuery',
});

/** Commands whose handlers do nothing, each with phrases of its own; and `ping`, which voice can name. */
export function catalogueOfMany(): AnyCommand[] {
  const many = Array.from({ length: commandCount }, (_, n) =>
    command({
      name: `check_${n}`,
      summary: `Check number ${n}`,
      phrases: [`check number ${n} {site}`, `is {site} up on ${n}`],
      params: { site: site() },
      run: () => [],
    }),
  );
  return [...many, command({ name: 'ping', summary: 'Do nothing', params: { site: site() }, run: () => [] })];
}
