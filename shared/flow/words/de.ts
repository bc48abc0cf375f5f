import { marked } from '../../reply/text.ts';
import type { Words } from './en.ts';

/** What the flow itself says, in German. */
export const de: Words = {
  shallI: 'Soll ich das tun?',
  yesDoIt: 'Ja, tu es',
  no: 'Nein',
  undo: 'Rückgängig',
  working: (name) => `arbeitet an ${name} …`,
  nothingGiven: 'Das wird gebraucht.',
  leaving: (name) => marked`Ich lasse \`${name}\` liegen. `,
  leavingSpoken: (name) => `Ich lasse ${name} liegen.`,
  resuming: (name, given) => marked`Weiter mit \`${name}\`${given === '' ? '' : ` (${given})`}. `,
  resumingSpoken: (name) => `Weiter mit ${name}.`,
  formClosed: (name) => marked`Dieses Formular für \`${name}\` ist geschlossen.`,
  formEnded: (name) => marked`Dieses Formular ist nicht mehr offen, also wurde \`${name}\` dadurch nicht ausgeführt.`,
  doItNow: 'Jetzt damit ausführen',
  movedTo: (name, channel) => marked`Mit \`${name}\` geht es jetzt in ${channel} weiter.`,
  notDone: (name) => marked`In Ordnung, \`${name}\` wurde nicht ausgeführt.`,
  notAsked: (name) =>
    marked`Das ist keine Frage an dich, oder keine mehr: \`${name}\` wurde dadurch nicht ausgeführt. Willst du es tun, dann sag es selbst.`,
  givenUp: (error, name) => marked`${error} Lassen wir es erst einmal. Fang mit \`${name}\` neu an, oder sieh dir \`help ${name}\` an.`,
  stoppedWaiting: (name) =>
    marked`Ich habe nicht länger auf deine Antwort gewartet, also wurde \`${name}\` nicht ausgeführt. Fang damit neu an, wann du magst.`,
  done: (name) => marked`\`${name}\` ist erledigt.`,
  notThere: (channel) => `Über ${channel} erreiche ich dich erst wieder, wenn du dort schreibst, also sage ich es dir hier.`,
  notThereTillStart: (channel) => `Über ${channel} erreiche ich dich erst wieder, wenn du dort START schreibst, also sage ich es dir hier.`,
  outdated: (name, gone) =>
    marked`Dieser Knopf ist von früher, ehe \`${name}\` geändert wurde: Er gibt ${gone} an, was \`${name}\` nicht mehr nimmt. Es wurde nichts getan.`,
  fileFollows: (name, where) => `Die Datei ${name} schicke ich dir über ${where}.`,
  fileKept: (name) =>
    `Die Datei ${name} hebe ich eine Woche auf: Der Link steht in deiner App. Verknüpfe einen anderen Kanal, dann schicke ich dir Dateien dorthin.`,
  somebody: 'Jemand',
  waitsItsTurn: (who, thing, name) => marked`${who} hat gerade \`${thing}\`; \`${name}\` folgt, sobald das zu Ende ist.`,
  othersBefore: (count) => (count === 1 ? ' Ein anderer kommt vor dir.' : ` ${count} andere kommen vor dir.`),
  cancelTakesBack: marked` \`cancel\` nimmt es zurück.`,
  tooManyWait: (who, thing) =>
    marked`${who} hat gerade \`${thing}\`, und es warten schon zu viele darauf. Es wurde nichts getan: Versuch es später noch einmal.`,
  oneAtATime: (who, thing) =>
    marked`${who} hat gerade \`${thing}\`, und das darf nur einer auf einmal. Es wurde nichts getan: Versuch es, wenn das zu Ende ist.`,
  dropped: 'In Ordnung, ich lasse das.',
  tooLong: (read) =>
    `Das war länger, als ich nehmen kann: Ich habe ${read} Zeichen davon gelesen und nichts getan. Sag es kürzer, oder verlinke den Rest.`,
  gone: (name) => marked`Den Befehl \`${name}\` gibt es nicht mehr. \`help\` zeigt, was es gibt.`,
  notAllowed: (name, needed) => marked`Leider darfst du \`${name}\` nicht ausführen: Dafür brauchst du ${needed}. `,
  noAdminYet: marked`Es gibt noch keinen Admin: Wer den Code vom ersten Start hat, sagt \`claim CODE\`.`,
  canGive: (givers) => marked`Das geben kann dir ${givers}; \`whoami\` zeigt, was du hast.`,
  anAdmin: 'ein Admin',
  mayNotDecide: (needed) => `Das darfst du nicht entscheiden: Dafür brauchst du ${needed}.`,
  whoSpeaks: 'Dafür muss ich wissen, wer von euch spricht.',
  sayPin: 'Sag: Meine PIN ist, und dann ihre Ziffern. Dann frag mich noch einmal.',
  setPin: 'Verbinde dieses Gerät mit deiner eigenen Stimme, oder setz dort, wo du mir schreibst, eine PIN: pin, und dann vier bis acht Ziffern.',
  interrupted: (name) =>
    marked`Ich wurde unterbrochen, während \`${name}\` lief, und weiß nicht, ob es gewirkt hat. Zweimal könnte schaden, also habe ich es nicht wiederholt. Bitte sieh nach und entscheide dann.`,
  runAgain: 'Noch einmal ausführen',
  itWorked: 'Es hat geklappt',
  tryAgain: 'Versuch es nachher noch einmal.',
  failed: (message, hint, trace) => marked`${message} ${hint} (Spur \`${trace}\`)`,
  broke: (name, trace) =>
    marked`Bei \`${name}\` ist intern etwas schiefgegangen. Das liegt nicht an dir; im Log steht es unter der Spur \`${trace}\`. Versuch es noch einmal, oder sag es einem Admin.`,
  problem: (code, own, values) => problems.get(code) ?? problemsOf.get(code)?.(...values) ?? own,
};

const typeInstead = 'Schreib den Befehl stattdessen; `help` zählt sie auf.';

const problems: ReadonlyMap<string, { readonly message: string; readonly hint: string | undefined }> = new Map([
  ['deadline', { message: 'Das wurde nicht rechtzeitig fertig.', hint: 'Versuch es noch einmal; passiert es wieder, sag es einem Admin.' }],
  ['no_reply', { message: 'Die Antwort darauf lässt sich nicht zeigen.', hint: 'Sag es einem Admin.' }],
  ['storage_failed', { message: 'Das ließ sich nicht speichern.', hint: 'Versuch es noch einmal; passiert es wieder, sag es einem Admin.' }],
  ['button_ended', { message: 'Dieser Knopf geht nicht mehr: Seine Zeit ist um.', hint: typeInstead }],
  ['button_altered', { message: 'Das ist kein Knopf von mir, also wurde nichts getan.', hint: typeInstead }],
  ['button_other', { message: 'Das ist keine Frage an dich, sondern an jemand anderen.', hint: undefined }],
  ['button_used', { message: 'Das wurde schon gewählt, und es zählt einmal.', hint: undefined }],
  ['undo_under_way', { message: 'Das wird gerade rückgängig gemacht oder wiederholt.', hint: 'Frag gleich noch einmal.' }],
  ['approval_none', { message: 'So eine Anfrage gibt es nicht, oder sie ist längst vorbei.', hint: undefined }],
  ['approval_own', { message: 'Darum hast du selbst gebeten: Es braucht eine zweite Person.', hint: undefined }],
  ['approval_over', { message: 'Das ist vorbei: Wer darum bat, hat es zurückgenommen.', hint: undefined }],
  ['approval_late', { message: 'Du kommst zu spät: Niemand hat rechtzeitig entschieden, also wurde es nicht getan.', hint: undefined }],
  ['approval_decided', { message: 'Das ist schon entschieden, und das gilt.', hint: undefined }],
  [
    'file_of_guest',
    {
      message: 'Per Mail nehme ich Dateien nur von Leuten, für die mein Mailserver bürgt.',
      hint: 'Schick sie auf einem anderen Kanal, oder ein Admin setzt EMAIL_AUTHSERV.',
    },
  ],
  ['file_gone', { message: 'Diese Datei lässt sich nicht mehr öffnen.', hint: 'Schick sie noch einmal.' }],
  ['inbox_full', { message: 'Es warten gerade zu viele Befehle.', hint: 'Versuch es in einer Minute noch einmal.' }],
  [
    'guesses_locked',
    {
      message: 'Von dir kamen zu viele falsche Codes, also nehme ich eine Stunde lang keinen mehr.',
      hint: 'Es wurde nichts geändert. Versuch es später mit einem neuen Code.',
    },
  ],
]);

/** Those that say what they are about. */
const problemsOf: ReadonlyMap<string, (...values: readonly string[]) => { readonly message: string; readonly hint: string | undefined }> = new Map([
  [
    'file_too_large',
    (name = '', most = '') => ({
      message: `${name} ist größer als ${most} MB, und mehr nehme ich nicht.`,
      hint: 'Schick eine kleinere, oder einen Link darauf.',
    }),
  ],
  [
    'address_not_allowed',
    (host = '', address = '') => ({
      message: `${host}${address === host ? ' ist keine öffentliche Adresse' : ` führt zu einer Adresse, die nicht öffentlich ist (${address})`}, und ich gehe nur zu öffentlichen.`,
      hint: `Soll es erreichbar sein, kann ein Admin ${host} in BELLHOP_ALLOW_HOSTS aufnehmen.`,
    }),
  ],
]);
