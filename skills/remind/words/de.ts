import { marked } from '../../../shared/reply/text.ts';
import type { Words } from './en.ts';

/** What is said of reminders, in German. */
export const de: Words = {
  willRemind: (what, when, zone, where) => `Ich erinnere dich ${when} (${zone})${where}: ${what}.`,
  sayWillRemind: (what, when, zone, where) => `Ich erinnere dich ${when}, ${zone}${where}: ${what}.`,
  rightAway: (what, when, zone, where) => `Ich erinnere dich sofort${where}: ${what}. Fällig war es ${when} (${zone}).`,
  sayRightAway: (what, where) => `Ich erinnere dich sofort${where}: ${what}.`,
  onChannel: (channel) => `, über ${channel}`,
  whenTheyCome: 'Von mir aus kann ich hier nicht sprechen, also sage ich es dir, wenn du mich danach das nächste Mal öffnest.',
  linkAChat: 'Damit ich es dir rechtzeitig sagen kann, verbinde einen Chat: Sag link.',
  forgetIt: 'Vergiss es',
  forgetNth: (n) => `${n} vergessen`,
  forAnother: (whom) => `Erinnert wird, wer darum bittet, also kann ich ${whom} nicht erinnern.`,
  forYourself: 'Für dich selbst sag „erinnere mich …“.',
  none: 'Es warten keine Erinnerungen. So machst du eine: erinnere mich in 20 Minuten an Tee',
  sayNone: 'Du hast keine Erinnerungen.',
  yours: 'Deine Erinnerungen:',
  later: (count) => `… und ${count} spätere.`,
  one: (said) => `Du hast eine Erinnerung: ${said}.`,
  some: (count) => `Du hast ${count} Erinnerungen.`,
  nth: (n, said) => `Nummer ${n}: ${said}.`,
  sayLater: (count) => `Und ${count === 1 ? 'eine spätere' : `${count} spätere`}.`,
  noneFits: (which) =>
    marked`Keine deiner Erinnerungen passt zu „${which}“: Vielleicht kam sie schon, oder sie ist vergessen. \`reminders\` zeigt, welche warten.`,
  sayNoneFits: 'So eine Erinnerung habe ich nicht gefunden.',
  forgotten: (what, when) => `Vergessen: ${what} (${when}).`,
  sayForgotten: (what) => `Vergessen: ${what}.`,
  tooLateToBringBack: (when) => `Sie wäre ${when} fällig gewesen, also kommt sie nicht zurück.`,
  reminderOrAll: 'Meinst du eine Erinnerung? Dann nenn mir ihre Nummer. Oder soll ich alles löschen, was ich von dir habe?',
  severalFit: (count, which) => `${count} deiner Erinnerungen passen zu „${which}“:`,
  whichOne: (first) => `Welche? Sag zum Beispiel vergiss ${first}.`,
  saySeveralFit: (count) => `${count} deiner Erinnerungen passen.`,
  sayWhichOne: (first) => `Welche? Sag zum Beispiel, vergiss Nummer ${first}.`,
  due: (whose, what) => `Erinnerung${whose === undefined ? '' : ` für ${whose}`}: ${what}`,
  wasDue: (when) => `sie war ${when} fällig`,
  sorryLate: 'tut mir leid, dass ich zu spät bin',
};
