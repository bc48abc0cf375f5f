/** What a model needs to be said in a language: how any command or answer is said (Alexa asks for words around a SearchQuery). A further language is a line here. */
export const languages: Readonly<Record<string, { readonly anyCommand: readonly string[] }>> = {
  en: {
    anyCommand: [
      'run {command}',
      'please {command}',
      'do {command}',
      'to {command}',
      'I mean {command}',
      'the answer is {command}',
      'it is {command}',
    ],
  },
  de: {
    anyCommand: ['starte {command}', 'bitte {command}', 'mach {command}', 'ich meine {command}', 'die Antwort ist {command}', 'es ist {command}'],
  },
};

/** `de-DE` → `de`. */
export const languageOf = (locale: string): string => locale.slice(0, 2);

/** Locales of Alexa whose language is one of these. */
export const locales: readonly string[] = ['en-US', 'en-GB', 'en-CA', 'en-AU', 'en-IN', 'de-DE'];
