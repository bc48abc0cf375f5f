import { marked } from '../../../reply/text.ts';
import type { Words } from './en.ts';

/** What is said of a command that needs a second person, in German. */
export const de: Words = {
  somebody: 'Jemand',
  asks: (who) => marked`${who} bittet um das Ja einer zweiten Person:\n`,
  waitsUntil: (when) => `Darauf wird gewartet bis ${when}.`,
  approve: 'Zustimmen',
  sayNo: 'Ablehnen',
  approved: (who) => `${who} hat zugestimmt.`,
  saidNo: (who, reason) => `${who} hat abgelehnt: ${reason}`,
  nobodyDecided: 'Niemand hat rechtzeitig entschieden, also wurde es nicht getan.',
  asked: (name, count, until) =>
    marked`\`${name}\` braucht das Ja einer zweiten Person. Ich habe ${count === 1 ? 'jemanden' : `${count}`} gefragt und sage dir Bescheid; gewartet wird bis ${until}. \`cancel\` nimmt es zurück.`,
  nobody: (name, needed) =>
    marked`\`${name}\` braucht das Ja einer zweiten Person. Sie braucht dafür ${needed}, und ich kenne hier sonst niemanden, für den das gilt. Es wurde nichts getan.`,
  notInTime: (name) => marked`Niemand hat \`${name}\` rechtzeitig zugestimmt, also wurde es nicht getan.`,
  refused: (who, name) => marked`${who} hat \`${name}\` abgelehnt: `,
  lost: (who, name) =>
    marked`${who} hat \`${name}\` zugestimmt, darf das aber nicht mehr, also wurde es nicht getan. Bitte noch einmal jemand anderen um ein Ja.`,
};
