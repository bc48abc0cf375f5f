import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { interactionModel } from '../bots/alexa/publish.ts';
import { channels } from '../bots/index.ts';
import { allParts, ownPart } from '../infra/aws/cdk/functions.ts';
import { stageSettings } from '../infra/aws/cdk/stage.ts';
import { awsSettings } from '../infra/aws/environment.ts';
import { jsonSchema } from '../infra/config/file.ts';
import { parts } from '../infra/config/parts/index.ts';
import { allSkills } from '../infra/core/skills.ts';
import { coreSettings } from '../infra/settings/core.ts';
import { kindNames, kindOf } from '../jobs/checks/kinds/index.ts';
import type { Setting } from '../shared/channel/channel.ts';
import { catalogueOf } from '../shared/command/catalogue.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const text = (path: string) => readFileSync(join(root, path), 'utf8');

it('docs/settings.md has each setting', () => {
  const core = Object.values(coreSettings).map(({ name }): string => name);
  const named = new Set([...text('docs/settings.md').matchAll(/`([A-Z][A-Z_]+)`/g)].map((match) => match[1]));
  const all = [...core, ...channels.flatMap((channel) => channel.settings.map((setting) => setting.name))];
  expect(all.filter((name) => !named.has(name))).toEqual([]);
  expect([...named].filter((name) => !all.includes(name ?? ''))).toEqual([]);
});

/** Defaults that stand on the page in words: what they are changes with the system, or is a long list. */
const inWords = ["Microsoft's", "Microsoft's hosts", 'system roots'];

it('docs/settings.md tells the defaults that hold', () => {
  const page = text('docs/settings.md');
  const settings: readonly Setting[] = [...Object.values(coreSettings), ...channels.flatMap((channel) => channel.settings)];
  const wrong = settings.filter(({ name, default: usual = '' }) => {
    const [, told = ''] = new RegExp(`\`${name}\`[^|\n]*\\| ([^|\n]*) ?\\|`).exec(page) ?? [];
    // Two settings of one line have their defaults with a comma between.
    return ![told, ...told.split(',')].map((one) => one.trim()).some((one) => one === usual || inWords.includes(one));
  });
  expect(wrong.map(({ name }) => name)).toEqual([]);
});

it('docs/write-a-command.md shows the example that is tested', () => {
  expect(text('docs/write-a-command.md')).toContain(`\`\`\`ts\n${text('docs/examples/hello.ts')}\`\`\``);
});

it('docs/write-a-command.md has each kind of a parameter, and each member of a definition', () => {
  const page = text('docs/write-a-command.md');
  const kinds = [...text('shared/command/kinds/index.ts').matchAll(/export \{ (?:type \w+, )?(\w+) \}/g)].map((match) => match[1] ?? '');
  expect(kinds.length).toBeGreaterThan(7);
  expect(kinds.filter((kind) => !page.includes(`\`${kind}(`))).toEqual([]);
  const [definition = ''] = /interface Definition<.*?\n\}/s.exec(text('shared/command/define.ts')) ?? [];
  const members = [...definition.matchAll(/^ {2}readonly (\w+)\??:/gm)].map((match) => match[1] ?? '');
  expect(members.length).toBeGreaterThan(9);
  expect(members.filter((member) => !page.includes(`| \`${member}\` |`))).toEqual([]);
});

describe('docs/checks.md', () => {
  it.each(kindNames)('has the kind %s, its options, and an example that it takes', async (name) => {
    const section =
      text('docs/checks.md')
        .split(/^## /m)
        .find((part) => part.startsWith(`${name}\n`)) ?? '';
    const config = (await kindOf(name))?.config ?? z.never();
    const { properties = {} } = z.toJSONSchema(config, { io: 'input' });
    expect(Object.keys(properties).filter((option) => !section.includes(`\`${option}\``))).toEqual([]);
    const [, example = ''] = /```json\n(.*?)```/s.exec(section) ?? [];
    expect(config.safeParse(JSON.parse(example)).error).toBeUndefined();
  });
});

it('each page that the README names exists', () => {
  const pages = [...text('README.md').matchAll(/\bdocs\/[a-z-]+\.md/g)].map((match) => match[0]);
  expect(pages.length).toBeGreaterThan(5);
  expect([...new Set(pages)].filter((page) => !existsSync(join(root, page)))).toEqual([]);
});

it('docs/access-patterns.md lists at most 25 questions, and each collection of the store', () => {
  const rows = [...text('docs/access-patterns.md').matchAll(/^\| (\d+) \| (.*)$/gm)];
  expect(rows.map(([, n]) => Number(n))).toEqual(rows.map((_, i) => i + 1));
  expect(rows.length).toBeLessThanOrEqual(25);
  const sources = ['shared', 'skills', 'jobs', 'bots', 'infra'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !/\.(test|contract)\.ts$/.test(file))
      .map((file) => text(join(folder, file))),
  );
  const collections = sources.flatMap((source) => [...source.matchAll(/\bcollection<.*>\('([a-z_]+)'/g)].map((match) => match[1] ?? ''));
  expect(collections.length).toBeGreaterThan(4);
  expect(collections.filter((name) => !rows.some(([, , row]) => row?.includes(`\`${name}\``)))).toEqual([]);
});

it('docs/deploy-aws.md has each function, each setting of a stage and each variable that the stack sets', () => {
  const page = text('docs/deploy-aws.md');
  for (const { name, does } of [...allParts, ownPart([])]) expect(page).toContain(`| \`${name}\` | ${does} |`);
  const names = [...Object.keys(stageSettings.shape), ...Object.values(awsSettings).map(({ name }) => name)];
  expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});

it('each package has its reason in docs/dependencies.md', () => {
  const { dependencies, devDependencies } = JSON.parse(text('package.json'));
  const reasons = text('docs/dependencies.md');
  expect(Object.keys({ ...dependencies, ...devDependencies }).filter((name) => !reasons.includes(name))).toEqual([]);
});

it('docs/bellhop.schema.json is the schema of what `bellhop apply` takes', async () => {
  // After a change of a kind: npm exec -- vitest run test/docs.test.ts -u
  await expect(`${JSON.stringify(await jsonSchema(), null, 2)}\n`).toMatchFileSnapshot('../docs/bellhop.schema.json');
});

it('docs/config.md has each option of what stands in a file, and an example that it takes', async () => {
  const page = text('docs/config.md');
  const missing = await Promise.all(
    parts.map(async ({ key, entry }) => {
      const { properties = {} } = z.toJSONSchema(await entry(), { io: 'input' });
      const options = Object.keys(properties).filter((option) => !kindNames.includes(option));
      return options.filter((option) => !page.includes(`\`${option}\``)).map((option) => `${key}: ${option}`);
    }),
  );
  expect(missing.flat()).toEqual([]);
  const { for: _, ...lists }: Readonly<Record<string, unknown>> = parse(/```yaml\n(.*?)```/s.exec(page)?.[1] ?? '');
  for (const { key, entry } of parts) expect(z.array(await entry()).safeParse(lists[key]).error, key).toBeUndefined();
});

it('docs/alexa-model.json is the model that Bellhop publishes', async () => {
  const { model } = interactionModel(catalogueOf(allSkills([]).flatMap((skill) => skill.commands)), 'my bellhop');
  // After a change of a command: npm exec -- vitest run test/docs.test.ts -u
  await expect(`${JSON.stringify(model, null, 2)}\n`).toMatchFileSnapshot('../docs/alexa-model.json');
});
