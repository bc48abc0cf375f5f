import { InvokeCommand } from '@aws-sdk/client-lambda';
import { alexa, alexaRoutes } from '../../../bots/alexa/channel.ts';
import { alexaReceive } from '../../../bots/alexa/receive.ts';
import { settings as alexaOwn, alexaSettings } from '../../../bots/alexa/settings.ts';
import { called } from '../../../shared/aws/call.ts';
import type { Channel, Env } from '../../../shared/channel/channel.ts';
import type { Command } from '../../../shared/command/command.ts';
import { failure, ingress } from '../../../shared/flow/ingress.ts';
import { speakElsewhere } from '../../../shared/flow/speak-elsewhere.ts';
import { voice } from '../../../shared/flow/voice.ts';
import { awsInboxFunctions } from '../../../shared/inbox/aws/lambda.ts';
import { dynamodbStore } from '../../../shared/store/dynamodb/store.ts';
import type { Endpoint } from '../../http/endpoint.ts';
import type { Door } from '../doors/door.ts';
import { awsSettings } from '../environment.ts';
import { blobParts, openBlobs } from './blobs.ts';
import { lambdaClient } from './clients.ts';
import { given } from './given.ts';
import { groupOfName } from './outlined.ts';
import { bySettings } from './settings.ts';
import { openTaking } from './taking.ts';

/** The handler must have begun by then, ms, or what was spoken is run like any other command. */
const invokeMs = 2_000;

/** Alexa's way in, over HTTP and from the skill itself. `others`: where people who speak may have a home. */
export function openVoice(others: readonly Door[], env: Env = process.env) {
  const taking = openTaking(env, blobParts(openBlobs(env, { now: Date.now }), { now: Date.now }, 0));
  const { clock, report, observing, accept, inbox, table, inboxParts, options, hide } = taking;
  const lambda = lambdaClient();
  const functions = awsInboxFunctions(inboxParts, options);
  const store = dynamodbStore(table, { clock });
  const failed = (cause: unknown) => report('The secret could not be read again.', cause);

  async function begin({ id, name }: Command): Promise<void> {
    const FunctionName = `${given(env, awsSettings.functions)}run-${groupOfName(name)}`;
    const command = new InvokeCommand({ FunctionName, InvocationType: 'Event', Payload: Buffer.from(JSON.stringify({ id })) });
    await called('What was spoken', (abortSignal) => lambda.send(command, { abortSignal }), invokeMs);
  }

  const run = speakElsewhere({
    begin,
    queue: (command) => functions.queueLeased(command),
    answerLater: (command) => functions.answerLater(command),
    inbox,
    clock,
    report,
  });

  const opened = bySettings(env, { clock, failed }, (settings) => {
    const tools = { clock, random: Math.random, url: settings.BELLHOP_URL ?? '', env: settings };
    hide([...others, { settings: alexaOwn }].flatMap(({ settings: own }) => own.flatMap(({ name, secret }) => (secret && settings[name]) || [])));
    const made = alexa.configure(settings, tools);
    const read = alexaSettings(settings);
    if ('off' in made || !read) return { endpoints: alexaRoutes.map((route) => ({ ...route, answer: () => failure(503, 'off', 'alexa is off.') })) };
    const channel = made.on;
    const homes = others.flatMap((door) => {
      const taken = door.open(settings, tools);
      return 'off' in taken ? [] : ([[door.name, taken]] as const);
    });
    const channels = new Map<string, Pick<Channel, 'can'>>([[channel.name, channel], ...homes]);
    const speaks = voice({ channel, channels, accept, run, inbox, store, clock, observer: observing });
    const answering = (receive: Channel['receive']) =>
      ingress({ channel: { ...channel, receive }, accept, voice: speaks, clock, observer: observing });
    const answer = answering(channel.receive);
    const endpoints: Endpoint[] = alexaRoutes.map((route) => ({ ...route, answer, refused: (reason) => observing.rejected(channel.name, reason) }));
    return { endpoints, bySkill: answering(alexaReceive({ ...read, clock, verify: false })) };
  });
  return { ...taking, opened };
}
