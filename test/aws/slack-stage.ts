import { vi } from 'vitest';
import type { HttpEvent } from '../../infra/aws/events/http.ts';
import { type SlackStandIn, slashCommand, startSlack } from '../platforms/slack.ts';
import { type Aws, startAws } from './aws.ts';
import { httpEvent } from './handlers.ts';
import { makeStageParts, type StageParts } from './stage-environment.ts';

/** A stage with Slack on, and this process told what its functions are told: import them when it is open. */
export interface SlackStage {
  readonly aws: Aws;
  readonly slack: SlackStandIn;
  readonly stage: StageParts;
  /** What the functions wrote. */
  readonly lines: string[];
  /** A slash command as the HTTP API hands it over, each a delivery of its own. */
  slash(text: string, more?: Readonly<Record<string, string>>): HttpEvent;
  close(): Promise<void>;
}

/** Opens one. `more`: variables beside those of the stage. */
export async function openSlackStage(more: Readonly<Record<string, string>> = {}): Promise<SlackStage> {
  const [aws, slack] = await Promise.all([startAws(), startSlack()]);
  const stage = await makeStageParts(aws, slack.env);
  for (const [name, value] of Object.entries({ ...stage.env, ...more })) vi.stubEnv(name, value);
  const lines: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
  return {
    aws,
    slack,
    stage,
    lines,
    slash(text, given = {}) {
      const body = slashCommand({ text, response_url: slack.responseUrl(given.channel_id), trigger_id: crypto.randomUUID(), ...given });
      return httpEvent('/slack/commands', { 'content-type': 'application/x-www-form-urlencoded', ...slack.sign(body) }, body);
    },
    async close() {
      vi.unstubAllEnvs();
      vi.restoreAllMocks();
      await Promise.all([aws.close(), slack.close()]);
    },
  };
}
