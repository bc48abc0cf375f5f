import { marked } from '../../../shared/reply/text.ts';
import type { Words } from './en.ts';

const commands = (count: number) => (count === 1 ? 'Ein Befehl' : `${count} Befehle`);

/** What is said of what runs here, in German. */
export const de: Words = {
  allIsWell: 'Alles in Ordnung.',
  ranFor: (length) => `Ich laufe seit: ${length}.`,
  cantReach: (channels) => `Ich erreiche ${channels} nicht.`,
  dead: (count) =>
    `${count === 1 ? 'Ein unzustellbarer Befehl wartet' : `${count} unzustellbare Befehle warten`} auf einen Admin: siehe „bellhop dead list“.`,
  slow: (count, oldest) =>
    `${commands(count)} ${count === 1 ? 'wartet' : 'warten'} auf ${count === 1 ? 'seine' : 'ihre'} Reihe, der älteste seit ${oldest}.`,
  inQueue: (count, oldest) => `${count}, der älteste seit ${oldest}`,
  down: (names, count) =>
    `Ausgefallen ist von dem, was beobachtet wird: ${names.join(', ')}${count > names.length ? `, und ${count - names.length} mehr` : ''}.`,
  watched: 'Beobachtet',
  upOf: (fine, all) => (fine === all ? String(all) : `${all}, davon ${all - fine} ausgefallen`),
  version: 'Version',
  runningFor: 'Läuft seit',
  channel: (name) => `Kanal ${name}`,
  waiting: (priority) => `Warten, ${priority}`,
  beingRun: 'Laufen gerade',
  onTheirWay: 'Antworten unterwegs',
  deadLetters: 'Unzustellbar',
  lookAgain: 'Noch einmal nachsehen',
  nothingOpen: 'Von dir ist nichts offen.',
  open: (count) => `${commands(count)} von dir ${count === 1 ? 'ist' : 'sind'} offen:`,
  line: (id, words, state, age) => `${id}  ${words} – ${state}, seit ${age}`,
  more: (count) => `… und ${count} weitere.`,
  cancel: (words) => `${words} abbrechen`,
  sayOpen: (count, latest) => `${commands(count)} von dir ${count === 1 ? 'ist' : 'sind'} offen. Der neueste: ${latest}.`,
  running: 'läuft',
  waitingFor: {
    input: 'wartet auf deine Antwort',
    confirmation: 'wartet auf dein Ja',
    approval: 'wartet auf eine Freigabe',
    callback: 'wartet auf ein anderes Programm',
    time: 'wartet, bis es an der Reihe ist',
  },
  waitingItsTurn: 'wartet auf die Reihe',
  whichToCancel: (count, given) => `${count} deiner Befehle beginnen mit „${given}“. Welcher?`,
  endedAlready: (words) => marked`\`${words}\` war schon zu Ende.`,
  cancelled: (words) => marked`Abgebrochen: \`${words}\`.`,
  toldToStop: (words) => marked`Ich habe \`${words}\` gesagt, dass es aufhören soll. Es läuft noch und meldet sich, wenn es so weit ist.`,
  nothingToCancel: 'Von dir ist nichts offen, also gibt es nichts abzubrechen.',
  noSuchId: marked`Kein offener Befehl von dir hat eine Kennung, die so beginnt. \`running\` zählt sie auf.`,
};
