import { alexaReceive } from '../../../bots/alexa/receive.ts';
import { alexaRoutes, speaking } from '../../../bots/alexa/speaking.ts';
import { trustIn } from '../../../bots/alexa/trust.ts';
import type { Channel, Env } from '../../../shared/channel/channel.ts';
import type { Command } from '../../../shared/command/command.ts';
import { failure, ingress } from '../../../shared/flow/ingress.ts';
import { speakElsewhere } from '../../../shared/flow/speak-elsewhere.ts';
import type { Reaching } from '../../../shared/flow/target.ts';
import { voice } from '../../../shared/flow/voice.ts';
import { awsSpokenFunctions } from '../../../shared/inbox/aws/spoken.ts';
import { dynamodbStore } from '../../../shared/store/dynamodb/store.ts';
import type { Endpoint } from '../../http/endpoint.ts';
import { homes } from '../doors/homes.ts';
import { invoker } from './invoke.ts';
import { groupOfName } from './outlined.ts';
import { bySettings } from './settings.ts';
import { openTaking } from './taking.ts';

/** Alexa's way in, over HTTP and from the skill itself: what is spoken is run by another function, and its answer waited for. */
export function openVoice(env: Env = process.env) {
  const taking = openTaking(env);
  const { clock, report, observing, accept, inbox, table, inboxParts, options } = taking;
  const invoke = invoker(table.client, env);
  const functions = awsSpokenFunctions(inboxParts, options);
  const store = dynamodbStore(table, { clock });

  const run = speakElsewhere({
    // What isn't taken in time is run like any other command.
    begin: ({ id, name }: Command) => invoke(`run-${groupOfName(name)}`, { id }),
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
