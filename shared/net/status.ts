import { speak } from './words/speak.ts';

/** What a status of HTTP means, a sentence's end: "there is nothing at this address"; empty where that is anybody's guess. */
export const meaningOf = (status: number, locale: string): string => new Map(Object.entries(speak(locale))).get(String(status)) ?? '';
