import { hooksPath } from '../../../jobs/alerts/hooks.ts';
import { badgesPath } from '../../../jobs/checks/badge.ts';
import { heartbeatsPath } from '../../../jobs/checks/heartbeat.ts';
import { deadIndex, storeIndexes, type TableIndex, tableIndexes, workIndex } from '../../../shared/aws/table.ts';
import { blobsPath } from '../../../shared/blobs/link.ts';
import type { ChannelModule, Route } from '../../../shared/channel/channel.ts';
import { priorities } from '../../../shared/command/command.ts';
import { awsChannels } from '../channels.ts';
import {
  type AnyQueueName,
  deadlineMaxMs,
  deadQueue,
  deliverQueue,
  deliverQueues,
  type HandlerGroup,
  handlerGroups,
  mailQueue,
  type QueueName,
  queueNames,
  runQueue,
  runQueues,
  textQueue,
} from '../queues.ts';
import type { Stage } from './stage.ts';

/** What wakes a function. */
export type Trigger =
  /** A channel's platform, at its routes. `skill`: and as the endpoint of an Alexa skill. */
  | { readonly kind: 'http'; readonly channel: string; readonly routes: readonly Route[]; readonly skill: boolean }
  | { readonly kind: 'queues'; readonly queues: readonly Feed[] }
  /** Each minute. */
  | { readonly kind: 'minute' }
  /** Other functions, without waiting for it. */
  | { readonly kind: 'functions' };

/** A queue that feeds a function. */
export interface Feed {
  readonly queue: AnyQueueName;
  /** Messages in one event at most; the function handles them side by side. */
  readonly batch: number;
  /** Events at once at most, in a stage of 800: see concurrency.ts. */
  readonly slots: number;
}

/** What a function may touch. What isn't named here it is not allowed, nor told where it is. */
export interface May {
  /** Items of the table, by key. */
  readonly items: readonly ('get' | 'batchGet' | 'put' | 'update' | 'delete')[];
  /** Indexes it may ask. */
  readonly indexes?: readonly TableIndex[];
  readonly sendsTo?: readonly QueueName[];
  /** Queues whose lengths it may ask. */
  readonly measures?: readonly QueueName[];
  readonly blobs?: readonly ('read' | 'write' | 'delete')[];
  /** Functions it may invoke. */
  readonly invokes?: readonly string[];
  /** Tokens of the channels, and BELLHOP_KEY. */
  readonly secret?: boolean;
  /** Tenants' secrets, sealed in the table. */
  readonly seals?: boolean;
  /** Arms and disarms timers; or also compares them with what the Scheduler has. */
  readonly timers?: 'arm' | 'reconcile';
  readonly mail?: boolean;
  /** Short messages. */
  readonly texts?: boolean;
}

export interface FunctionPart {
  readonly name: string;
  /** Its file: infra/aws/entry/ENTRY.ts, which exports `handler`. */
  readonly entry: string;
  readonly does: string;
  /** Which handlers it runs. */
  readonly group?: HandlerGroup;
  readonly memoryMb: number;
  readonly timeoutS: number;
  readonly trigger: Trigger;
  /** Runs at once that are kept for it beside those of its queues, in a stage of 800. */
  readonly slots: number;
  readonly may: May;
}

/** Channels that also speak to a function directly, as the endpoint of a skill. */
const skillChannels: ReadonlySet<string> = new Set(['alexa']);

/** What an accepted command needs: one put and one send; a read, where it is known already; and a look, now and then, at how many wait. */
const accepts: May = { items: ['get', 'put'], sendsTo: runQueues, measures: runQueues, secret: true };
/** And when the answer takes too long, an update decides who gives it; what waits for the person is looked for by the first index of the store. */
const speaks: May = {
  ...accepts,
  items: [...accepts.items, 'update'],
  indexes: storeIndexes.slice(0, 1),
  invokes: handlerGroups.map(runFunction),
};

/** And where tenants take the channel out, a token goes; or what came with what was said is kept. */
const keeps: May = { ...accepts, items: [...accepts.items, 'update'] };

const ingresses: readonly FunctionPart[] = awsChannels
  .filter(({ routes }) => routes.length > 0)
  .map((module) => {
    const { name, installs } = module;
    const skill = skillChannels.has(name);
    return {
      name: skill ? 'voice' : `ingress-${name}`,
      entry: skill ? 'voice' : `ingress-${name}`,
      does: skill ? `Answers ${name} within its 8 s` : `Takes what ${name} sends, and acknowledges it once it is kept`,
      memoryMb: 512,
      timeoutS: 10,
      trigger: { kind: 'http', channel: name, routes: allRoutesOf(module).filter(({ page }) => !page), skill },
      // A voice waits for the answer; the others are done within a moment.
      slots: skill ? 60 : 45,
      may: skill ? speaks : installs || module.keeps ? keeps : accepts,
    };
  });

/** What skills and jobs show at addresses of their own: a test holds these to them. */
const shownRoutes: readonly Route[] = [
  { method: 'GET', path: `${badgesPath}/{name}` },
  { method: 'GET', path: `${heartbeatsPath}/{name}` },
  { method: 'POST', path: `${heartbeatsPath}/{name}` },
  { method: 'POST', path: `${hooksPath}/{name}` },
];

/** People open them by hand: rare, and never in a hurry. */
export const pagesPart: FunctionPart = {
  name: 'pages',
  entry: 'pages',
  does: 'Shows the pages on which people install a channel and the badges of checks, leads to files of answers, and takes heartbeats and webhooks',
  memoryMb: 512,
  timeoutS: 10,
  trigger: {
    kind: 'http',
    channel: 'pages',
    routes: [...awsChannels.flatMap(allRoutesOf).filter(({ page }) => page), { method: 'GET', path: blobsPath }, ...shownRoutes],
    skill: false,
  },
  slots: 5,
  may: {
    sendsTo: runQueues,
    measures: runQueues,
    items: ['get', 'batchGet', 'put', 'update', 'delete'],
    indexes: [workIndex],
    blobs: ['read'],
    secret: true,
    seals: true,
  },
};

/** Each priority has runs of its own, so that none waits for another's; a voice ingress invokes beside them. */
const runSlots: Readonly<
  Record<HandlerGroup, { readonly alert: number; readonly interactive: number; readonly report: number; readonly voice: number }>
> = {
  quick: { alert: 80, interactive: 200, report: 40, voice: 60 },
  heavy: { alert: 10, interactive: 20, report: 10, voice: 10 },
};

const runs: readonly FunctionPart[] = handlerGroups.map((group) => ({
  name: runFunction(group),
  entry: 'run',
  does: group === 'quick' ? 'Runs commands' : 'Runs commands that take minutes',
  group,
  memoryMb: group === 'quick' ? 512 : 2_048,
  timeoutS: deadlineMaxMs[group] / 1_000 + 15,
  trigger: {
    kind: 'queues',
    queues: priorities.map((priority) => ({ queue: runQueue(group, priority), batch: group === 'quick' ? 10 : 1, slots: runSlots[group][priority] })),
  },
  slots: runSlots[group].voice,
  may: {
    items: ['get', 'batchGet', 'put', 'update', 'delete'],
    indexes: tableIndexes,
    sendsTo: [...runQueues, ...deliverQueues, 'clock'],
    measures: queueNames,
    blobs: ['read', 'write', 'delete'],
    secret: true,
    seals: true,
    timers: 'arm',
    mail: true,
    texts: true,
  },
}));

/** The functions that every stage has. */
export const functionParts: readonly FunctionPart[] = [
  ...ingresses,
  pagesPart,
  ...runs,
  {
    name: 'deliver',
    entry: 'deliver',
    does: 'Renders replies and sends them within the limits of the channels',
    memoryMb: 512,
    timeoutS: 60,
    trigger: {
      kind: 'queues',
      queues: [
        { queue: deliverQueue('alert'), batch: 10, slots: 10 },
        { queue: deliverQueue('report'), batch: 10, slots: 50 },
      ],
    },
    slots: 0,
    may: { items: ['get', 'put', 'update', 'delete'], sendsTo: deliverQueues, blobs: ['read'], secret: true, seals: true, mail: true, texts: true },
  },
  {
    name: 'clock',
    entry: 'clock',
    does: 'Fires timers on the second',
    memoryMb: 512,
    timeoutS: 30,
    trigger: { kind: 'queues', queues: [{ queue: 'clock', batch: 10, slots: 60 }] },
    slots: 0,
    may: {
      items: ['get', 'put', 'update', 'delete'],
      sendsTo: [...runQueues, 'clock'],
      measures: runQueues,
      blobs: ['read'],
      secret: true,
      timers: 'arm',
    },
  },
  {
    name: 'sweep',
    entry: 'sweep',
    does: 'Finds what got stuck between two steps, and sends it on',
    memoryMb: 512,
    timeoutS: 50,
    trigger: { kind: 'minute' },
    // One at a time: two would send the same on.
    slots: 1,
    may: {
      items: ['get', 'batchGet', 'put', 'update', 'delete'],
      indexes: [workIndex, deadIndex, ...storeIndexes],
      sendsTo: queueNames,
      measures: queueNames,
      blobs: ['read', 'write', 'delete'],
      secret: true,
      timers: 'reconcile',
      invokes: ['watch'],
    },
  },
  {
    name: 'watch',
    entry: 'watch',
    does: 'Looks at what is watched, a part of it for a minute',
    memoryMb: 512,
    // A look that begins at the minute's end may take as long again.
    timeoutS: 130,
    trigger: { kind: 'functions' },
    // Each part twice: what looks for long is met by the next minute.
    slots: 32,
    may: {
      items: ['get', 'put', 'update', 'delete'],
      indexes: storeIndexes,
      sendsTo: [...runQueues, 'clock'],
      measures: runQueues,
      blobs: ['read'],
      secret: true,
      seals: true,
      timers: 'arm',
    },
  },
  {
    name: 'dead',
    entry: 'dead',
    does: 'Makes a dead letter of what no function could take, and wakes timers that the Scheduler could not',
    memoryMb: 512,
    timeoutS: 60,
    trigger: { kind: 'queues', queues: [{ queue: deadQueue, batch: 10, slots: 2 }] },
    slots: 0,
    may: { items: ['get', 'update'], sendsTo: [...deliverQueues, 'clock'], blobs: ['read'] },
  },
];

/** Only where mail is sent: a queue that is asked costs money while nothing comes. */
const mailPart: FunctionPart = {
  name: 'mail-events',
  entry: 'mail-events',
  does: 'Keeps which addresses bounced for good or complained: nothing more is sent to them',
  memoryMb: 256,
  timeoutS: 30,
  trigger: { kind: 'queues', queues: [{ queue: mailQueue, batch: 10, slots: 2 }] },
  slots: 0,
  may: { items: ['get', 'update', 'delete'] },
};

/** Only where a stage has a number. */
const textsPart: FunctionPart = {
  name: 'texts',
  entry: 'texts',
  does: 'Takes short messages that people write to the number of the stage',
  memoryMb: 512,
  timeoutS: 30,
  trigger: { kind: 'queues', queues: [{ queue: textQueue, batch: 10, slots: 2 }] },
  slots: 0,
  may: accepts,
};

/** The functions that a stage may have, but for its way in of people's own channels. */
export const allParts: readonly FunctionPart[] = [...functionParts, mailPart, textsPart];

/** The way in of people's own channels, all of them: their routes follow from their definitions. */
export const ownPart = (channels: readonly Pick<ChannelModule, 'routes' | 'severalBots'>[]): FunctionPart => ({
  name: 'ingress-own',
  entry: 'ingress-own',
  does: 'Takes what channels of your own are sent, and acknowledges it once it is kept',
  memoryMb: 512,
  timeoutS: 10,
  trigger: { kind: 'http', channel: 'own', routes: channels.flatMap(allRoutesOf), skill: false },
  slots: 60,
  may: accepts,
});

/** Those of the bots that are named in the settings too, which a stack doesn't know. */
function allRoutesOf({ severalBots, ...module }: Pick<ChannelModule, 'routes' | 'severalBots'>): readonly Route[] {
  const routes = routesOf(module);
  return severalBots ? [...routes, ...routes.map((route) => ({ ...route, path: `${route.path}/{bot}` }))] : routes;
}

/** One written without types may leave them out. */
export function routesOf({ routes = [] }: Partial<Pick<ChannelModule, 'routes'>>): readonly Route[] {
  return routes;
}

/** The functions of a stage, with people's own channels. */
export function partsOf(
  { mailFrom, smsFrom }: Pick<Stage, 'mailFrom' | 'smsFrom'>,
  own: readonly Pick<ChannelModule, 'routes' | 'severalBots'>[] = [],
): readonly FunctionPart[] {
  const parts = [...functionParts, ...(mailFrom === undefined ? [] : [mailPart]), ...(smsFrom === undefined ? [] : [textsPart])];
  return own.some((one) => routesOf(one).length > 0) ? [...parts, ownPart(own)] : parts;
}

function runFunction(group: HandlerGroup): string {
  return `run-${group}`;
}

/** What feeds a function; empty for one that no queue does. */
export const feedsOf = ({ trigger }: FunctionPart): readonly Feed[] => (trigger.kind === 'queues' ? trigger.queues : []);
