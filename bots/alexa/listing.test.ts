import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Listing, ListingContext } from '../../shared/channel/listing.ts';
import { type AnyCommand, command } from '../../shared/command/define.ts';
import { integer, text } from '../../shared/command/kinds/index.ts';
import { manualClock } from '../../shared/timers/manual-clock.ts';
import { startSmapi } from '../../test/platforms/smapi.ts';
import { alexa } from './channel.ts';
import type { modelOf } from './publish.ts';

const skillId = 'amzn1.ask.skill.1';
let platform: Awaited<ReturnType<typeof startSmapi>>;
beforeAll(async () => {
  platform = await startSmapi(skillId);
});
afterAll(() => platform.close());

const context = (): ListingContext => ({ signal: AbortSignal.timeout(5_000), token: { read: async () => null, keep: async () => {} } });
const run = () => undefined;
const check = command({
  name: 'check',
  summary: 'Check',
  phrases: ['is {site} up'],
  in: { de: { phrases: ['ist {site} da', 'prüfe {site} 2 mal'] } },
  params: { site: text() },
  run,
});
const watch = command({ name: 'watch', summary: 'Watch', run });

function listing(more: Readonly<Record<string, string>> = platform.env): Listing {
  const env = { ALEXA_SKILL_ID: skillId, ALEXA_LOCALES: 'en-US, de-DE', ...more };
  const opened = alexa.configure(env, { clock: manualClock(), random: () => 0.5, url: 'https://bellhop.example', env });
  const found = 'on' in opened ? opened.on.listing : undefined;
  if (!found) throw new Error('Alexa is off');
  return found;
}
const intentsOf = (model: unknown) =>
  (model as { interactionModel: { languageModel: { intents: { name: string; samples: string[] }[] } } }).interactionModel.languageModel.intents;

it('has a model for each locale, in its language, each with one intent that takes any command', () => {
  const { parts, leftOut } = listing().wanted([check, watch]);
  expect(parts.map(({ name }) => name)).toEqual(['en-US', 'de-DE', 'skill']);
  expect(parts[0]?.items).toMatchObject({ CheckIntent: { samples: ['is {site} up', 'check {site}', 'check'] }, WatchIntent: { samples: ['watch'] } });
  expect(parts[1]?.items).toMatchObject({
    CheckIntent: { samples: ['ist {site} da'] },
    RunCommandIntent: { samples: expect.arrayContaining(['starte {command}']) },
  });
  expect(leftOut).toEqual([
    { command: 'check', phrase: 'prüfe {site} 2 mal', why: 'de-DE: Alexa takes no digits: spell the number' },
    { command: 'watch', why: 'de-DE: it has no phrases in de' },
  ]);
});

it('sets them and the endpoint through the API, and keeps what people wrote for the store', async () => {
  const skill = listing();
  const { parts } = skill.wanted([check]);
  expect(await skill.published(['en-US', 'de-DE'], context())).toEqual([]);
  for (const part of parts) await skill.apply?.(part, context());
  expect(intentsOf(platform.model('de-DE')).map(({ name }) => name)).toContain('CheckIntent');
  expect(platform.manifest()).toMatchObject({
    manifest: {
      apis: { custom: { endpoint: { uri: 'https://bellhop.example/alexa', sslCertificateType: 'Trusted' } } },
      publishingInformation: { category: 'SMART_HOME', locales: { 'en-US': { name: 'Bellhop' } } },
    },
  });
  expect(await skill.published(['en-US', 'de-DE', 'skill'], context())).toEqual(parts);
});

it('publishes what Alexa may be told to listen for: without it, it refuses the answer that asks', async () => {
  const book = command({
    name: 'book',
    summary: 'Book',
    phrases: ['book {seats} seats'],
    params: { seats: integer({ ask: 'How many?' }) },
    confirm: true,
    run,
  });
  const skill = listing({ ...platform.env, ALEXA_LOCALES: 'en-US' });
  const [part] = skill.wanted([book]).parts;
  if (part) await skill.apply?.(part, context());
  const { dialog, prompts } = (platform.model('en-US') as unknown as ReturnType<typeof modelOf>).interactionModel;
  expect(dialog.intents).toMatchObject([
    { name: 'BookIntent', confirmationRequired: true, slots: [{ name: 'seats', type: 'AMAZON.NUMBER' }] },
    { name: 'RunCommandIntent', slots: [{ name: 'command' }] },
  ]);
  expect(prompts.map(({ variations }) => variations[0]?.value)).toEqual(['How many?', 'Shall I do it, yes or no?', 'What would you like me to do?']);
  expect(await skill.published(['en-US'], context())).toEqual([part]);
});

it('says what the build found wrong', async () => {
  platform.refuse('de-DE');
  const [, part] = listing().wanted([check, watch]).parts;
  await expect(part && listing().apply?.(part, context())).rejects.toMatchObject({
    code: 'smapi_refused',
    message: 'Alexa refused: Building de-DE: Sample utterance is not valid.',
  });
  platform.heal();
});

it('says which settings are wrong when no token is given for them', async () => {
  await expect(listing({ ...platform.env, SMAPI_CLIENT_SECRET: 'other' }).published(['en-US'], context())).rejects.toMatchObject({
    hint: expect.stringContaining('SMAPI_CLIENT_SECRET'),
  });
});

it('is files to paste without the API', async () => {
  const pasted = listing({});
  expect([pasted.apply, await pasted.published(['en-US'], context())]).toEqual([undefined, null]);
  const files = pasted.files(pasted.wanted([check]).parts);
  expect(files.map(({ name }) => name)).toEqual(['en-US.json', 'de-DE.json', 'skill.json']);
  expect(intentsOf(JSON.parse(String(files[0]?.content)))[0]?.name).toBe('CheckIntent');
});

it('names what to cut from a model that is too large', () => {
  const long = Array.from({ length: 3_000 }, (_, i) => `${'long '.repeat(60)}${i}`);
  const commands: AnyCommand[] = ['wordy', 'wordier'].map((name) =>
    command({ name, summary: 'Talks', phrases: long.map((phrase) => `${name} ${phrase}`), run }),
  );
  expect(() => listing().wanted([...commands, watch])).toThrow(/en-US has \d+ bytes.*WordyIntent \(\d+\)/);
});

it('has a thousand commands: as many intents as Alexa takes, each sample once and valid, the rest named', () => {
  const letters = (i: number) => String(i).replace(/\d/g, (d) => 'abcdefghij'[Number(d)] ?? '');
  const many = Array.from({ length: 1_000 }, (_, i) =>
    command({ name: `do_${letters(i)}`, summary: 'x', phrases: [`start ${letters(i)} now`, 'do it'], run }),
  );
  const { parts, leftOut } = listing({ ...platform.env, ALEXA_LOCALES: 'en-US' }).wanted(many);
  const samples = Object.values(parts[0]?.items ?? {}).flatMap((item) => (item as { samples?: readonly string[] }).samples ?? []);
  expect(new Set(samples).size).toBe(samples.length);
  for (const sample of samples) expect(sample).toMatch(/^[\p{L}'.{}_]+(?: [\p{L}'.{}_]+)*$/u);
  expect(Object.keys(parts[0]?.items ?? {})).toHaveLength(251);
  expect(new Set(leftOut.filter(({ phrase }) => phrase === undefined).map(({ command: name }) => name)).size).toBe(1_000 - 242);
});
