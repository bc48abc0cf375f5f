import { InvokeCommand } from '@aws-sdk/client-lambda';
import { alexaReceive } from '../../../bots/alexa/receive.ts';
import { alexaRoutes, speaking } from '../../../bots/alexa/speaking.ts';
import { trustIn } from '../../../bots/alexa/trust.ts';
import { called } from '../../../shared/aws/call.ts';
import type { Channel, Env } from '../../../shared/channel/channel.ts';
import type { Command } from '../../../shared/command/command.ts';
import { failure, ingress } from '../../../shared/flow/ingress.ts';
import { speakElsewhere } from '../../../shared/flow/speak-elsewhere.ts';
import type { Reaching } from '../../../shared/flow/target.ts';
import { voice } from '../../../shared/flow/voice.ts';
import { awsInboxFunctions } from '../../../shared/inbox/aws/lambda.ts';
import { dynamodbStore } from '../../../shared/store/dynamodb/store.ts';
import type { Endpoint } from '../../http/endpoint.ts';
import { homes } from '../doors/homes.ts';
import { awsSettings } from '../environment.ts';
import { lambdaClient } from './clients.ts';
import { given } from './given.ts';
import { groupOfName } from './outlined.ts';
import { bySettings } from './settings.ts';
import { openTaking } from './taking.ts';

/** The handler must have begun by then, ms, or what was spoken is run like any other command. */
const invokeMs = 2_000;

/** Alexa's way in, over HTTP and from the skill itself: what is spoken is run by another function, and its answer waited for. */
export function openVoice(env: Env = process.env) {
  const taking = openTaking(env);
  const { clock, report, observing, accept, inbox, table, inboxParts, options } = taking;
  const lambda = lambdaClient();
  const functions = awsInboxFunctions(inboxParts, options);
  const store = dynamodbStore(table, { clock });

  const run = speakElsewhere({
    async begin({ id, name }: Command) {
      const FunctionName = `${given(env, awsSettings.functions)}run-${groupOfName(name)}`;
      const command = new InvokeCommand({ FunctionName, InvocationType: 'Event', Payload: Buffer.from(JSON.stringify({ id })) });
      await called('What was spoken', (abortSignal) => lambda.send(command, { abortSignal }), invokeMs);
    },
    queue: (command) => functions.queueLeased(command),
    answerLater: (command) => functions.answerLater(command),
    inbox,
    clock,
    report,
  });

  const opened = bySettings(env, { clock, client: table.client, report }, (settings) => {
    const read = trustIn(settings);
    if (!read) return { overHttp: endpointsOf(() => failure(503, 'off', 'alexa is off.', 'Set ALEXA_SKILL_ID.')) };
    const channel = speaking(read, clock);
    const channels = new Map<string, Reaching>([[channel.name, channel], ...homes(settings)]);
    const speaks = voice({ channel, channels, accept, run, inbox, store, clock, observer: observing });
    const answering = (receive: Channel['receive']) =>
      ingress({ channel: { ...channel, receive }, accept, voice: speaks, clock, observer: observing });
    return { overHttp: endpointsOf(answering(channel.receive)), bySkill: answering(alexaReceive({ ...read, clock, verify: false })) };
  });
  return { ...taking, opened };

  function endpointsOf(answer: Endpoint['answer']): readonly Endpoint[] {
    return alexaRoutes.map((route) => ({ ...route, answer, refused: (reason) => observing.rejected('alexa', reason) }));
  }
}
