import { randomUUID } from 'node:crypto';
import type { HttpEvent } from '../../infra/aws/events/http.ts';
import type { HttpRequest } from '../../shared/channel/channel.ts';
import { startAws } from '../../test/aws/aws.ts';
import { httpEvent } from '../../test/aws/handlers.ts';
import { makeStageParts } from '../../test/aws/stage-environment.ts';
import { slashCommand, startSlack } from '../../test/platforms/slack.ts';
import { startTeams } from '../../test/platforms/teams.ts';
import { startTelegram } from '../../test/platforms/telegram.ts';

/** A stage on what stands in for AWS, and people who say something on each channel. */
export interface People {
  readonly env: Readonly<Record<string, string>>;
  /** A command, said now; undefined where the answer takes more than what is measured. */
  event(entry: string): HttpEvent | undefined;
  /** A slash command that Slack's way in answers with a form. */
  form(): HttpEvent;
  /** Forms that stand open in Slack. */
  opened(): number;
  close(): Promise<void>;
}

export async function openPeople(): Promise<People> {
  const [aws, slack, teams, telegram] = await Promise.all([startAws(), startSlack(), startTeams(), startTelegram()]);
  const alexa = { ALEXA_SKILL_ID: 'amzn1.ask.skill.measured' };
  const stage = await makeStageParts(aws, { ...slack.env, ...teams.env, ...telegram.env, ...alexa });
  const slackRequest = (text = 'whoami') => {
    const body = slashCommand({ text, response_url: slack.responseUrl(), trigger_id: randomUUID() });
    return httpEvent('/slack/commands', { 'content-type': 'application/x-www-form-urlencoded', ...slack.sign(body) }, body);
  };
  const event = ({ path, headers, body }: HttpRequest) => httpEvent(path, headers as Record<string, string>, body.toString());
  const says: Readonly<Record<string, () => HttpEvent>> = {
    floor: () => slackRequest(),
    'ingress-slack': () => slackRequest(),
    'ingress-teams': () => event(teams.request(teams.says.message(randomUUID(), 'whoami'))),
    'ingress-telegram': () => event(telegram.request(telegram.says.message('whoami'))),
  };
  return {
    env: stage.env,
    event: (entry) => says[entry]?.(),
    form: () => slackRequest('remind'),
    opened: () => slack.views.length,
    async close() {
      await Promise.all([aws.close(), slack.close(), teams.close(), telegram.close()]);
    },
  };
}
