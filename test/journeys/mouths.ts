import type { Platforms } from '../platforms/all.ts';
import { elsewhere, mention, reserved, slashCommand, workspace } from '../platforms/slack.ts';
import type { JourneyWorld } from './worlds.ts';

/** One platform, as a person uses it: they speak, and hear. */
export interface Mouth {
  /** Says something as one delivery; the same id is the same delivery. Answers the status Bellhop acknowledged with. */
  say(text: string, delivery: number): Promise<number>;
  /** All that was shown or spoken since this began, as one text. */
  heard(): string;
  /** Each documented limit that a call of Bellhop's broke. */
  faults(): readonly string[];
}

/** Begins to speak and listen. */
export type OpenMouth = (world: JourneyWorld) => Mouth;

const post = async (origin: string, request: { path: string; headers: object; body: string | Buffer }) => {
  const response = await fetch(`${origin}${request.path}`, {
    method: 'POST',
    headers: { ...request.headers } as Record<string, string>,
    body: new Uint8Array(Buffer.from(request.body)),
  });
  return { status: response.status, body: await response.text() };
};

/** What one person sees in Slack from now on, in their channel and by themselves, and what was wrong with all of it. */
function slackEyes({ slack }: Pick<Platforms, 'slack'>, { user, channel }: { user: string; channel: string }): Pick<Mouth, 'heard' | 'faults'> {
  const [posted, called] = [slack.posted.length, slack.calls.length];
  const isSeen = (where: string) => where === channel || where.endsWith(user);
  return {
    heard: () =>
      JSON.stringify(
        slack.posted
          .slice(posted)
          .filter((message) => isSeen(message.channel))
          .map(({ text, blocks }) => [text, blocks]),
      ),
    faults: () =>
      slack.calls
        .slice(called)
        .filter(({ outcome }) => outcome !== 'ok')
        .map(({ method, outcome }) => `${method}: ${outcome}`),
  };
}

/** Slack by mention, answered by chat.postMessage. */
const slackMouth: OpenMouth = (world) => ({
  ...slackEyes(world, workspace),
  async say(text, delivery) {
    const body = mention(text, `17000000${delivery}.000100`);
    const headers = { ...world.slack.sign(body), 'content-type': 'application/json' };
    return (await post(world.origin(), { path: '/slack/events', headers, body })).status;
  },
});

/** Slack by slash command, answered at its response_url. */
const slackSlashMouth: OpenMouth = (world) => ({
  ...slackEyes(world, elsewhere),
  async say(text, delivery) {
    const [command = '', ...rest] = text.split(' ');
    // A word alone may be an answer: those go by the command that reaches everything.
    const own = rest.length > 0 && !reserved.has(`/${command}`);
    const body = slashCommand({
      command: own ? `/${command}` : '/bellhop',
      text: own ? rest.join(' ') : text,
      trigger_id: `trigger.${delivery}`,
      response_url: world.slack.responseUrl(elsewhere.channel, elsewhere.user),
      channel_id: elsewhere.channel,
      user_id: elsewhere.user,
    });
    const headers = { ...world.slack.sign(body), 'content-type': 'application/x-www-form-urlencoded' };
    return (await post(world.origin(), { path: '/slack/commands', headers, body })).status;
  },
});

/** Slack by Socket Mode: an acknowledgement stands for a 200. What nobody acknowledged is told again: its connection may have been about to end. */
export const slackSocketMouth: OpenMouth = (world) => ({
  ...slackEyes(world, workspace),
  async say(text, delivery) {
    const envelope = JSON.parse(mention(text, `17000000${delivery}.000100`));
    for (let times = 0; times < 3; times++) {
      await world.slack.connected();
      if (await world.slack.push('events_api', envelope)) return 200;
    }
    return 503;
  },
});

const telegramMouth: OpenMouth = ({ telegram, origin }) => {
  const called = telegram.calls.length;
  const calls = () => telegram.calls.slice(called);
  return {
    say: (text, delivery) => telegram.deliver(origin(), telegram.says.message(text, { messageId: 5_000 + delivery }, 9_000 + delivery)),
    heard: () =>
      JSON.stringify(
        calls()
          .filter(({ method }) => method.startsWith('send') || method.startsWith('edit'))
          .map(({ payload }) => payload),
      ),
    faults: () => calls().flatMap(({ method, problem }) => (problem === undefined ? [] : [`${method}: ${problem}`])),
  };
};

const teamsMouth: OpenMouth = ({ teams, origin }) => {
  const called = teams.calls.length;
  const calls = () => teams.calls.slice(called);
  return {
    say: async (text, delivery) => (await post(origin(), teams.request(teams.says.message(`m-${delivery}`, text)))).status,
    heard: () => JSON.stringify(calls().map(({ body }) => body)),
    faults: () => calls().flatMap(({ kind, problem }) => (problem === undefined ? [] : [`${kind}: ${problem}`])),
  };
};

const messengerMouth: OpenMouth = ({ messenger, origin }) => {
  const called = messenger.calls.length;
  const calls = () => messenger.calls.slice(called);
  return {
    say: (text, delivery) => messenger.deliver(origin(), messenger.says.message(`m_${delivery}`, text)),
    heard: () => JSON.stringify(calls().map(({ body }) => body)),
    faults: () => calls().flatMap(({ path, problem }) => (problem === undefined ? [] : [`${path}: ${problem}`])),
  };
};

/** Alexa, by the intent that takes any words; what is heard stands in the response itself. */
const alexaMouth: OpenMouth = ({ alexa, origin }) => {
  const heard: string[] = [];
  return {
    async say(text, delivery) {
      const requestId = `amzn1.echo-api.request.${delivery}`;
      const answer = await alexa.send(origin(), alexa.intent('RunCommandIntent', { command: text }, { requestId }));
      heard.push(answer.body);
      return answer.status;
    },
    heard: () => heard.join('\n'),
    faults: () => [],
  };
};

/** Those that a platform reaches by itself, in every world. */
export const mouths: readonly (readonly [string, OpenMouth])[] = [
  ['slack', slackMouth],
  ['slack (slash command)', slackSlashMouth],
  ['telegram', telegramMouth],
  ['teams', teamsMouth],
  ['messenger', messengerMouth],
  ['alexa', alexaMouth],
];
