import type { Env } from '../../shared/channel/channel.ts';
import { startAlexa } from '../platforms/alexa.ts';
import { mention, reserved, slashCommand, startSlack, workspace } from '../platforms/slack.ts';
import { startTeams } from '../platforms/teams.ts';
import { startTelegram } from '../platforms/telegram.ts';

/** One platform, as a person uses it: they speak, and hear. */
export interface Mouth {
  readonly name: string;
  /** The settings that point Bellhop to the stand-in. */
  readonly env: Env;
  /** Says something as one delivery; the same id is the same delivery. Answers the status Bellhop acknowledged with. */
  say(origin: string, text: string, delivery: number): Promise<number>;
  /** All that was shown or spoken so far, as one text. */
  heard(): string;
  /** Each documented limit that a call of Bellhop's broke. */
  faults(): readonly string[];
  close(): Promise<void>;
}

const post = async (origin: string, request: { path: string; headers: object; body: string | Buffer }) => {
  const response = await fetch(`${origin}${request.path}`, {
    method: 'POST',
    headers: { ...request.headers } as Record<string, string>,
    body: new Uint8Array(Buffer.from(request.body)),
  });
  return { status: response.status, body: await response.text() };
};

/** Slack by mention, answered by chat.postMessage. */
export async function slackMouth(): Promise<Mouth> {
  const slack = await startSlack({ rates: 'bursts' });
  return {
    name: 'slack',
    env: slack.env,
    async say(origin, text, delivery) {
      const body = mention(text, `17000000${delivery}.000100`);
      return (await post(origin, { path: '/slack/events', headers: { ...slack.sign(body), 'content-type': 'application/json' }, body })).status;
    },
    heard: () => JSON.stringify(slack.posted.map(({ text, blocks }) => [text, blocks])),
    faults: () => slack.calls.filter(({ outcome }) => outcome !== 'ok').map(({ method, outcome }) => `${method}: ${outcome}`),
    close: () => slack.close(),
  };
}

/** Slack by slash command, answered at its response_url. */
export async function slackSlashMouth(): Promise<Mouth> {
  const slack = await startSlack({ rates: 'bursts' });
  return {
    name: 'slack (slash command)',
    env: slack.env,
    async say(origin, text, delivery) {
      const [command = '', ...rest] = text.split(' ');
      const own = !reserved.has(`/${command}`);
      const body = slashCommand({
        command: own ? `/${command}` : '/bellhop',
        text: own ? rest.join(' ') : text,
        trigger_id: `trigger.${delivery}`,
        response_url: slack.responseUrl(),
        channel_id: workspace.channel,
        user_id: workspace.user,
      });
      return (
        await post(origin, { path: '/slack/commands', headers: { ...slack.sign(body), 'content-type': 'application/x-www-form-urlencoded' }, body })
      ).status;
    },
    heard: () => JSON.stringify(slack.posted.map(({ text, blocks }) => [text, blocks])),
    faults: () => slack.calls.filter(({ outcome }) => outcome !== 'ok').map(({ method, outcome }) => `${method}: ${outcome}`),
    close: () => slack.close(),
  };
}

/** Slack by Socket Mode: an acknowledgement stands for a 200. */
export async function slackSocketMouth(): Promise<Mouth> {
  const slack = await startSlack({ rates: 'bursts' });
  return {
    name: 'slack (Socket Mode)',
    env: slack.socketEnv,
    async say(_origin, text, delivery) {
      await slack.connected();
      return (await slack.push('events_api', JSON.parse(mention(text, `17000000${delivery}.000100`)))) ? 200 : 503;
    },
    heard: () => JSON.stringify(slack.posted.map(({ text, blocks }) => [text, blocks])),
    faults: () => slack.calls.filter(({ outcome }) => outcome !== 'ok').map(({ method, outcome }) => `${method}: ${outcome}`),
    close: () => slack.close(),
  };
}

export async function telegramMouth(): Promise<Mouth> {
  const telegram = await startTelegram();
  return {
    name: 'telegram',
    env: telegram.env,
    async say(origin, text, delivery) {
      return telegram.deliver(origin, { ...(telegram.says.message(text) as object), update_id: 9_000 + delivery });
    },
    heard: () =>
      JSON.stringify(telegram.calls.filter(({ method }) => method.startsWith('send') || method.startsWith('edit')).map(({ payload }) => payload)),
    faults: () => telegram.calls.flatMap(({ method, problem }) => (problem === undefined ? [] : [`${method}: ${problem}`])),
    close: () => telegram.close(),
  };
}

export async function teamsMouth(): Promise<Mouth> {
  const teams = await startTeams();
  return {
    name: 'teams',
    env: teams.env,
    async say(origin, text, delivery) {
      return (await post(origin, teams.request(teams.says.message(`m-${delivery}`, text)))).status;
    },
    heard: () => JSON.stringify(teams.calls.map(({ body }) => body)),
    faults: () => teams.calls.flatMap(({ kind, problem }) => (problem === undefined ? [] : [`${kind}: ${problem}`])),
    close: () => teams.close(),
  };
}

/** Alexa, by the intent that takes any words; what is heard stands in the response itself. */
export async function alexaMouth(): Promise<Mouth> {
  const alexa = await startAlexa();
  const heard: string[] = [];
  return {
    name: 'alexa',
    env: alexa.env,
    async say(origin, text, delivery) {
      const answer = await alexa.send(
        origin,
        alexa.intent('RunCommandIntent', { command: text }, { requestId: `amzn1.echo-api.request.${delivery}` }),
      );
      heard.push(answer.body);
      return answer.status;
    },
    heard: () => heard.join('\n'),
    faults: () => [],
    close: () => alexa.close(),
  };
}

export const mouths = [slackMouth, slackSlashMouth, slackSocketMouth, telegramMouth, teamsMouth, alexaMouth] as const;
