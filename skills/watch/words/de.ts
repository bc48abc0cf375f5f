import { marked } from '../../../shared/reply/text.ts';
import type { Words } from './en.ts';

/** What is said of what is watched, in German. */
export const de: Words = {
  watching: (what, length) => `Ich beobachte ${what}, alle ${length}, und sage hier Bescheid, wenn es ausfällt.`,
  notRead: (what) => `Ich weiß nicht, wie ich „${what}“ beobachten soll.`,
  notReadHint: 'Nenn eine Adresse wie example.com, oder eine Art und was sie ansieht, wie tcp example.com:5432.',
  watched: (what) => marked`Nicht mehr beobachtet: \`${what}\`.`,
  again: (what) => marked`\`${what}\` wird wieder beobachtet.`,
  silenced: (what, until) => `${what} ist stumm bis ${until}: Ich sehe es mir an und sage niemandem etwas.`,
  loud: (what) => `${what} ist nicht mehr stumm.`,
  none: 'Nichts wird beobachtet. So fängst du an: beobachte example.com jede Minute',
  sayNone: 'Nichts wird beobachtet.',
  all: (count) => (count === 1 ? 'Eines wird beobachtet' : `${count} werden beobachtet`),
  columns: { what: 'Was', state: 'Zustand', since: 'Seit', every: 'Alle', last: 'Zuletzt' },
  state: { new: 'noch nicht angesehen', up: 'läuft', down: 'ausgefallen', unknown: 'unbekannt', flapping: 'wechselt ständig', silenced: 'stumm' },
  downNow: (names) => `Ausgefallen: ${names}.`,
  allUp: 'Alles läuft.',
  noneFits: (which) => marked`Nichts, was beobachtet wird, passt zu „${which}“. \`checks\` zeigt alles.`,
  severalFit: (count, which) => `${count}, die beobachtet werden, passen zu „${which}“. Welches?`,
  unwatch: 'Nicht mehr beobachten',
  silence: 'Eine Stunde stumm',
  unsilence: 'Nicht mehr stumm',
};
