import { marked } from '../../../shared/reply/text.ts';
import type { Words } from './en.ts';

/** What undo says, in German. */
export const de: Words = {
  tooLate: (name, ago) => `Um ${name} rückgängig zu machen, ist es zu spät: Die Zeit dafür ist seit ${ago} um.`,
  noWay: (name) => `${name} lässt sich nicht rückgängig machen: Es gibt keinen Weg zurück.`,
  noneOfThat: (name) => `Von dir gibt es hier kein ${name}, das sich rückgängig machen lässt.`,
  nothing: 'Nichts, was du hier getan hast, lässt sich rückgängig machen.',
  noneCalledSo: 'Unter diesem Namen gibt es hier nichts von dir, das sich rückgängig machen lässt.',
  sayWhich: 'Sag undo für das Letzte, oder undo und den Namen eines Befehls.',
  noWayAnyMore: (name) => `${name} lässt sich nicht mehr rückgängig machen: Inzwischen gibt es keinen Weg zurück.`,
  notAllowed: (name, needed) => `${name} darfst du nicht rückgängig machen: Dafür brauchst du ${needed}.`,
  changed: (name) => `${name} lässt sich nicht rückgängig machen: Es nimmt inzwischen andere Werte.`,
  undone: (name) => marked`Rückgängig gemacht: \`${name}\`.`,
  again: 'Noch einmal tun',
};
