import type { Words } from './en.ts';

/** What channels say around a reply, in German. */
export const de: Words = {
  restTooLong: '… der Rest ist zu lang, um ihn hier zu zeigen.',
  moreCharacters: (count) => `… und ${count} weitere Zeichen. Frag nach weniger auf einmal.`,
  pressStart: 'Nur für dich, aber ich kann dir nicht direkt schreiben: Öffne einen Chat mit mir und drück Start.',
  addMe:
    'Die Antwort ist nur für dich, und ich kann dir nicht direkt schreiben. Füge mich für dich hinzu (Apps, mein Name, Hinzufügen) und frag noch einmal.',
  replyHere: 'Antworte auf diese Nachricht.',
  more: 'Mehr:',
  answer: 'Antworte',
  answerWith: 'Antworte mit',
  answerMail: 'Antworte auf diese Mail mit:',
  answerMailByNumber: 'Antworte auf diese Mail mit einer Zahl:',
  moreForTheRest: 'MEHR bringt den Rest',
  thatWasAll: 'Das war alles.',
  warning: 'Warnung',
  error: 'Fehler',
  onIt: 'Bin dabei.',
  inOurChat: 'Bin dabei. Die Antwort kommt in unserem Chat.',
  notMine: 'Das ist kein Knopf von mir. Frag mich noch einmal nach einem frischen.',
  pressAgain: 'Ich habe gerade zu viel zu tun. Drück in einer Minute noch einmal.',
  needed: 'Das wird gebraucht.',
  time: 'Uhrzeit',
  image: 'Bild',
};
