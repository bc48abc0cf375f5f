import type { Words } from './en.ts';

/** What is said of what was done, in German. */
export const de: Words = {
  nothing: 'Es gibt noch nichts zu berichten.',
  you: 'du',
  on: (channel) => ` auf ${channel}`,
  somebody: 'Jemand',
  howAgain: '„again“ tut das erste von dir noch einmal, „again 2“ das zweite.',
  again: (words) => `Noch einmal: ${words}`,
  spoken: (count) => `${count} ${count === 1 ? 'Befehl' : 'Befehle'} hier.`,
  yourLast: (words, outcome) => `Dein letzter: ${words}, ${outcome}.`,
  done: 'erledigt',
  failed: 'ging nicht',
  failedBy: (reason) => `ging nicht: ${reason}`,
  interrupted: 'wurde unterbrochen',
  notDone: 'wurde nicht ausgeführt',
  givenUp: 'wurde aufgegeben',
  nothingByThat: 'Darunter gibt es nichts von dir.',
  seeHistory: '`history` zeigt, was es gibt, mit Nummern.',
  notKept: (name) => `Was du mit ${name} gesagt hast, habe ich nicht mehr.`,
  sayAnew: 'Sag es neu.',
};
