import { afterEach, expect, it } from 'vitest';
import { flowWorld, paperChannel } from '../../test/flow-world.ts';
import { command } from '../command/define.ts';
import { dateTime, integer, text, yesNo } from '../command/kinds/index.ts';
import { reply } from '../reply/reply.ts';

const help = command({ name: 'help', summary: 'Help', run: (_, { command }) => reply(`help: ${command.raw.text}`) });
const wipe = command({
  name: 'wipe',
  summary: 'Delete everything of a site',
  in: { de: { summary: 'Löscht alles einer Seite', phrases: ['lösche alles von {site}'], params: { site: { ask: 'Welche Seite?' } } } },
  params: { site: text({ ask: 'Which site?' }), keep: yesNo({ default: false }) },
  confirm: true,
  run(_, { undoWith }) {
    undoWith();
    return undefined;
  },
  undo: () => undefined,
});
const book = command({ name: 'book', summary: 'Book', params: { seats: integer({ max: 4 }), when: dateTime() }, run: () => reply('') });
const mend = command({ name: 'mend', summary: 'Mend', access: 'operator', run: () => reply('') });
const sure = command({ name: 'sure', summary: 'Sure', params: { sure: yesNo() }, run: () => reply('') });
const broken = command({
  name: 'broken',
  summary: 'Break',
  run() {
    throw new Error('inside');
  },
});

const worlds: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const made of worlds.splice(0)) await made.close();
});

/** What a German hears of these lines, said one after another. */
async function heard(...lines: string[]) {
  const labels: string[] = [];
  const paper = paperChannel();
  const { render } = paper;
  const channel = {
    ...paper,
    render: (...[said, at]: Parameters<typeof render>) => {
      labels.push(...(said.actions ?? []).map(({ label }) => label));
      return render(said, at);
    },
  };
  const made = flowWorld({ commands: [help, wipe, book, mend, sure, broken], channels: [channel] });
  worlds.push(made);
  for (const line of lines) await made.say(line, { locale: 'de-AT' });
  return { texts: paper.sent.map(({ text: said }) => said.replace(/(?<=Spur )[\w-]+/, 'T')), labels };
}

it('asks, confirms and undoes in German', async () => {
  expect(await heard('wipe', 'shop', 'ja')).toEqual({
    texts: ['Welche Seite?', 'wipe: Löscht alles einer Seite\nsite: shop\nkeep: nein\nSoll ich das tun?', 'wipe ist erledigt.'],
    labels: ['Ja, tu es', 'Nein', 'Rückgängig'],
  });
  expect((await heard('lösche alles von shop', 'nein')).texts.at(-1)).toBe('In Ordnung, wipe wurde nicht ausgeführt.');
});

it('says in German what does not fit, and lets go of it', async () => {
  expect((await heard('book', 'viele', 'sieben', 'acht')).texts).toEqual([
    'Welche Zahl?',
    '„viele“ ist keine ganze Zahl. Welche Zahl?',
    '7 liegt außerhalb: höchstens 4. Welche Zahl?',
    '8 liegt außerhalb: höchstens 4. Lassen wir es erst einmal. Fang mit book neu an, oder sieh dir help book an.',
  ]);
  expect((await heard('book 2', '5', 'abbrechen')).texts).toEqual([
    'Wann?',
    '„5“ kann eine Uhrzeit oder eine Anzahl Minuten sein. Sag „um 5“ oder „in 5 Minuten“. Wann?',
    'In Ordnung, ich lasse das.',
  ]);
  expect(await heard('sure')).toEqual({ texts: ['Ja oder nein?'], labels: ['ja', 'nein'] });
});

it('tells in German who may not, and what broke', async () => {
  expect((await heard('mend', 'broken')).texts).toEqual([
    'Leider darfst du mend nicht ausführen: Dafür brauchst du die Rolle operator. Es gibt noch keinen Admin: Wer den Code vom ersten Start hat, sagt claim CODE.',
    'Bei broken ist intern etwas schiefgegangen. Das liegt nicht an dir; im Log steht es unter der Spur T. Versuch es noch einmal, oder sag es einem Admin.',
  ]);
});
