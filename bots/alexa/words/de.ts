import type { Words } from './en.ts';

/** Before a number. */
const signs: Readonly<Record<string, string>> = {
  '>': 'über',
  '<': 'unter',
  '>=': 'mindestens',
  '≥': 'mindestens',
  '<=': 'höchstens',
  '≤': 'höchstens',
  '~': 'etwa',
  '≈': 'etwa',
};

/** What Alexa says around a reply, in German. */
export const de: Words = {
  done: 'Erledigt.',
  goodbye: 'Bis bald.',
  notHeard: 'Das habe ich nicht verstanden.',
  later: 'Das dauert etwas länger. Ich hebe dir die Antwort auf. Um sie zu hören, öffne mich gleich noch einmal und sag: Was war die Antwort.',
  tooBusy: 'Ich habe gerade zu viel zu tun und konnte mir das nicht merken. Frag bitte in einer Minute noch einmal.',
  whatNext: 'Was soll ich tun?',
  restInApp: 'Der Rest steht in der Alexa-App.',
  pictured: (what) => `Die Alexa-App zeigt ein Bild: ${what}.`,
  or: 'oder',
  canSay: 'Du kannst sagen',
  moreInApp: (count) => `eines von ${count} weiteren in der Alexa-App`,
  andMore: (count) => `Und ${count} weitere`,
  warning: 'Warnung',
  problem: 'Problem',
  anAddress: 'eine Adresse',
  to: 'zu',
  and: 'und',
  per: 'pro',
  times: 'mal',
  signs,
};
