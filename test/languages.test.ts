import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { allSkills } from '../infra/core/skills.ts';
import type { AnyParams } from '../shared/command/define.ts';
import { languages } from '../shared/language/languages.ts';
import { plain, type Text } from '../shared/reply/text.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const sources = ['shared', 'skills', 'bots', 'jobs'].flatMap((folder) =>
  readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !/\.(test|contract)\.ts$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name))),
);
const folders = sources.filter((file) => file.endsWith('/words/speak.ts')).map((file) => file.slice(0, -'/speak.ts'.length));

/** Each message of a file by its key, said with values that stand for anything. */
function messages(words: object): ReadonlyMap<string, string> {
  const said = (value: unknown): string => {
    if (typeof value === 'string') return value;
    if (isMessage(value)) return said(called(value));
    return plain(value as Text);
  };
  const isMessage = (value: unknown): value is (...values: never[]) => unknown => typeof value === 'function';
  // Each takes words, numbers or lists of words: what stands for a word stands for a number too.
  const called = (message: (...values: never[]) => unknown): unknown => {
    try {
      return Reflect.apply(message, undefined, ['1', '2', '3', '4']);
    } catch {
      return Reflect.apply(message, undefined, [['1'], ['2']]);
    }
  };
  const isGroup = (value: unknown): value is object => typeof value === 'object' && value !== null && !isText(value);
  const isText = (value: object) => Array.isArray(value) && value.some((span) => typeof span === 'object');
  return new Map(
    Object.entries(words).flatMap(([key, value]): [string, string][] =>
      key === 'problem' ? [] : isGroup(value) ? [...messages(value)].map(([inner, one]) => [`${key}.${inner}`, one]) : [[key, said(value)]],
    ),
  );
}

const wordsIn = async (folder: string, language: string) =>
  messages(((await import(pathToFileURL(join(root, folder, `${language}.ts`)).href)) as Record<string, object>)[language] ?? {});

describe.each(folders)('%s', (folder) => {
  it.each(languages.filter((language) => language !== 'en'))('has each message in %s, none empty, and none left in English', async (language) => {
    const [english, other] = [await wordsIn(folder, 'en'), await wordsIn(folder, language)];
    expect([...other.keys()].sort()).toEqual([...english.keys()].sort());
    expect([...other].filter(([, said]) => !/\S/.test(said))).toEqual([]);
    const same = [...other].filter(([key, said]) => / /.test(said) && english.get(key) === said).map(([key]) => key);
    expect(same).toEqual([]);
  });
});

/** Rooms whose sentences are in message files, all of them. */
const moved =
  /^(shared\/(flow|command|time|people)\/|skills\/|jobs\/|bots\/\w+\/(render|card|chart|form|page|plain|pages|speech|respond|offered|aloud)\.ts)/;
/** A config's own words are its file's, in which they are looked up; a definition's own words have their other languages beside them (`in`), an error's its code (`problem` in shared/flow/words); defects, platforms and logs are told to who runs it. */
const notForPeople =
  /^\s*(\*|\/\/|\/\*)|\b(ask|summary|hint|label|reason|message|examples):|new (Error|RangeError|SendFailed)\(|super\(|toISOString|\bz\.|\.(describe|regex|min|max)\(|\berror:|observer\.|report\(|log\.warn\(|\bfailure\(|'(guesses_locked|button_\w+|undo_under_way|approval_\w+)'/;

it('no sentence for people stands in the code', () => {
  const sentence = /(['"`])[^'"`\n]*\p{Ll} \p{Ll}[^'"`\n]*[.!?]\1/u;
  const offenders = sources
    .filter((file) => moved.test(file) && !/\/words\//.test(file))
    .flatMap((file) =>
      readFileSync(join(root, file), 'utf8')
        .split('\n')
        .flatMap((line, i) => (sentence.test(line) && !notForPeople.test(line) ? [`${file}:${i + 1}: ${line.trim()}`] : [])),
    );
  expect(offenders, 'put it into the words/ beside it, in every language').toEqual([]);
});

const shown = allSkills([])
  .flatMap(({ commands }) => commands)
  .filter(({ hidden }) => !hidden);
describe.each(languages.filter((language) => language !== 'en'))('in %s', (language) => {
  it.each(shown)('what people see of $name has its words', ({ name: _, in: translations = {}, phrases = [], params, ...own }) => {
    const there = translations[language] ?? {};
    const theirs = there.params ?? {};
    const missing = Object.entries<AnyParams[string]>(params).flatMap(([name, { ask, askIn, summary, optional }]) => [
      ...(summary !== '' && !theirs[name]?.summary ? [`${name}.summary`] : []),
      // A kind asks for itself in every language.
      ...(!optional && !theirs[name]?.ask && askIn?.(language) === ask ? [`${name}.ask`] : []),
    ]);
    expect(
      [...(there.summary ? [] : ['summary']), ...(own.label && !there.label ? ['label'] : []), ...missing],
      `say it in its \`in: { ${language}: … }\``,
    ).toEqual([]);
    expect(phrases.length > 0 && there.phrases === undefined ? 'no phrases' : '').toBe('');
  });
});
