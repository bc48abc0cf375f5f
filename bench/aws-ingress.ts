import { join } from 'node:path';
import { bundle, entryFile } from '../infra/aws/cdk/bundle.ts';
import type { HttpEvent } from '../infra/aws/events/http.ts';
import type { Figure, Goal, Row } from './figure.ts';
import { type Cold, cold } from './ingress/cold.ts';
import { openPeople } from './ingress/people.ts';
import { crowding, crowdingNote } from './machine.ts';
import { median } from './statistics.ts';

/** Of the floor's. */
const most = { bytes: 1.3, loadMs: 1.3, coldMs: 1.5 } as const;
/** A trigger of Slack's lives 3 s: from a cold process to the form that it opens, ms. */
const formMaxMs = 2_000;

interface Measured {
  readonly name: string;
  readonly bytes: number;
  readonly loadMs: number;
  /** Undefined where an answer takes more than one function. */
  readonly coldMs: number | undefined;
}

/** What each way in on AWS costs to start: the bundle that is deployed, in a process of its own, over what stands in for DynamoDB, SQS and Secrets Manager. */
export const awsIngress: Figure = {
  name: 'aws-ingress',
  how: "the bundle of each way in: its size, import() in a fresh process, and from the process's beginning to its first 200, with its first read of the secret, put and send to the emulators; in turn, median of 15. Floor: one put and one send by the same clients",
  async measure({ quick, say, folder }) {
    const people = await openPeople();
    const files = {
      floor: join(import.meta.dirname, 'ingress/floor.ts'),
      ...Object.fromEntries(['ingress-slack', 'ingress-teams', 'ingress-telegram', 'voice'].map((entry) => [entry, entryFile(entry)])),
    };
    const made = Object.entries(files).map(([name, file], n) => ({ name, ...bundle(file, join(folder, String(n))), colds: [] as Cold[] }));
    const crowded = crowding();
    for (let round = 0; round < (quick ? 5 : 15); round++) {
      for (const { name, folder: code, colds } of made) colds.push(await answered(join(code, 'index.mjs'), people.env, people.event(name)));
    }
    const forms: Cold[] = [];
    const slack = made.find(({ name }) => name === 'ingress-slack')?.folder ?? '';
    for (let round = 0; round < (quick ? 3 : 7); round++) forms.push(await answered(join(slack, 'index.mjs'), people.env, people.form()));
    if (people.opened() !== forms.length) throw new Error(`Of ${forms.length} forms ${people.opened()} were opened.`);
    say(crowdingNote(crowded()));
    await people.close();
    const formMs = median(forms.map(({ coldMs }) => coldMs));
    const measured = made.map(({ name, bytes, colds }): Measured => {
      const isAnswered = colds[0]?.status !== undefined;
      return {
        name,
        bytes,
        loadMs: median(colds.map(({ loadMs }) => loadMs)),
        coldMs: isAnswered ? median(colds.map(({ coldMs }) => coldMs)) : undefined,
      };
    });
    const floor = measured.find(({ name }) => name === 'floor');
    return {
      rows: [
        ...measured.flatMap((one) => rows(one, floor)),
        { figure: 'aws-ingress: ingress-slack, form opened', value: ms(formMs), against: `goal ${ms(formMaxMs)}`, ratio: formMs / formMaxMs },
      ],
      goals: [
        ...measured.flatMap((one) => goals(one, floor)),
        { says: `aws-ingress: Slack's form is open, from a cold start, within ${ms(formMaxMs)}`, holds: formMs <= formMaxMs },
      ],
    };
  },
};

/** Throws when it isn't taken: what is refused is answered sooner. */
async function answered(file: string, env: Readonly<Record<string, string>>, event: HttpEvent | undefined): Promise<Cold> {
  const one = await cold(file, env, event);
  if (event && one.status !== 200) throw new Error(`${file} answered ${one.status}.`);
  return one;
}

const kb = (bytes: number) => `${(bytes / 1_000).toFixed(0)} KB`;
const ms = (took: number) => `${took.toFixed(0)} ms`;

function rows({ name, bytes, loadMs, coldMs }: Measured, floor: Measured | undefined): Row[] {
  if (!floor || name === 'floor') {
    const value = `${kb(bytes)}, loads in ${ms(loadMs)}${coldMs === undefined ? '' : `, first 200 after ${ms(coldMs)}`}`;
    return [{ figure: `aws-ingress: ${name}`, value, against: 'is the floor' }];
  }
  const row = (what: string, value: string, against: string, ratio: number): Row => ({
    figure: `aws-ingress: ${name}, ${what}`,
    value,
    against: `floor ${against}`,
    ratio,
  });
  return [
    row('size', kb(bytes), kb(floor.bytes), bytes / floor.bytes),
    row('load', ms(loadMs), ms(floor.loadMs), loadMs / floor.loadMs),
    ...(coldMs === undefined || floor.coldMs === undefined ? [] : [row('cold', ms(coldMs), ms(floor.coldMs), coldMs / floor.coldMs)]),
  ];
}

function goals({ name, bytes, loadMs, coldMs }: Measured, floor: Measured | undefined): Goal[] {
  if (!floor || name === 'floor') return [];
  const goal = (what: string, value: number, floorValue: number, times: number): Goal => ({
    says: `aws-ingress: ${name}: ${what} is at most ${times} x the floor`,
    holds: value <= times * floorValue,
  });
  return [
    goal('its size', bytes, floor.bytes, most.bytes),
    goal('its time to load', loadMs, floor.loadMs, most.loadMs),
    ...(coldMs === undefined || floor.coldMs === undefined ? [] : [goal('its first 200 from a cold start', coldMs, floor.coldMs, most.coldMs)]),
  ];
}
