/** The languages that people are spoken to in. English is the measure of the others. A further one is a code here: types then name each message file that has nothing for it. */
export const languages = ['en', 'de'] as const;
export type Language = (typeof languages)[number];

/** The language of a person's locale: `de-AT` → `de`; English where it is none of ours. */
export function languageOf(locale: string): Language {
  const code = locale.slice(0, 2).toLowerCase();
  return languages.find((language) => language === code) ?? 'en';
}

/** What there is in each language, by a person's locale. */
export const inLanguages =
  <T>(by: Readonly<Record<Language, T>>) =>
  (locale: string): T =>
    by[languageOf(locale)];

/** How `Intl` calls it: dates and lists as in British English, "24 December" and "a, b or c". */
export const intlOf = inLanguages({ en: 'en-GB', de: 'de' });

/** "a, b and c", "a, b und c". */
export const both = (names: readonly string[], locale: string): string => new Intl.ListFormat(intlOf(locale), { type: 'conjunction' }).format(names);

/** "a, b or c", "a, b oder c". */
export const either = (names: readonly string[], locale: string): string =>
  new Intl.ListFormat(intlOf(locale), { type: 'disjunction' }).format(names);
