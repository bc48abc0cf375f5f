import { marked } from '../../../reply/text.ts';
import type { Words } from './en.ts';

/** How a command ended, in German. */
export const de: Words = {
  doneAlone: 'Erledigt.',
  later: (where) => `Das dauert etwas länger. Die Antwort schicke ich dir über ${where}.`,
  laterKept: 'Das dauert etwas länger. Ich hebe die Antwort für dich auf: Öffne mich gleich noch einmal, oder frag: Was war die Antwort?',
  alsoKept: 'Ich habe etwas für dich aufgehoben, während du weg warst. Um es zu hören, frag: Was habe ich verpasst?',
  cancelled: (name) => marked`\`${name}\` wurde abgebrochen.`,
  gaveUp: (name, trace) =>
    marked`\`${name}\` wurde nicht fertig, obwohl ich mehrmals damit angefangen habe. Ein Admin sieht es und kann es neu starten (Spur \`${trace}\`).`,
};
