import type { Place } from '../../shared/channel/inbound.ts';
import type { AnyCommand } from '../../shared/command/define.ts';
import { wholeText } from '../../shared/command/resolve.ts';
import { SendFailed } from '../../shared/errors.ts';
import type { Reply } from '../../shared/reply/reply.ts';
import { plain, shorten } from '../../shared/reply/text.ts';
import type { SlackApi } from './api.ts';
import { slackLimits } from './limits.ts';

/** Something to say, as it reads on its button and as it is said. */
interface Prompt {
  readonly title: string;
  readonly message: string;
}

/** What is suggested above the Messages tab, as assistant.threads.setSuggestedPrompts takes it. */
export type SlackPrompts = { readonly suggested: { readonly title: string; readonly prompts: readonly Prompt[] } };

/** Whether what is said here stands above the Messages tab, and isn't a message in it. */
export const isMessagesTab = ({ via }: Place) => via?.view === 'messages';

/** Reply → prompts: its actions, each as the words that do the same. The last is kept whatever else there is no room for: it leads to the rest. */
export function renderPrompts({ text, actions = [] }: Reply): SlackPrompts {
  const few = actions.length > slackLimits.prompts ? [...actions.slice(0, slackLimits.prompts - 1), ...actions.slice(-1)] : actions;
  const prompts = few.map(({ label, command, args }) => promptOf(label, args[wholeText] ?? command));
  return { suggested: { title: shorten(plain(text), slackLimits.promptTitle).toWellFormed(), prompts } };
}

/**
 * Sets them. Slack: `thread_ts` is left out where they stand above the whole Messages tab. An app that has no agent view, or was installed before it had the scope, shows none: its
 * refusal is no failure. Throws SendFailed for what heals, and for a token that is refused.
 */
export async function suggest(api: SlackApi, { suggested }: SlackPrompts, { conversation }: Place, signal: AbortSignal): Promise<void> {
  if (suggested.prompts.length === 0) return;
  try {
    await api.call('assistant.threads.setSuggestedPrompts', { channel_id: conversation, ...suggested }, signal);
  } catch (cause) {
    if (!(cause instanceof SendFailed) || cause.retryable || cause.lockedOut) throw cause;
  }
}

/** The app as an agent, for its manifest: what it does, and what anybody there may say before it knows who they are. */
export function agentView(commands: readonly AnyCommand[]) {
  const open = commands.filter(({ access = 'guest' }) => access === 'guest' || access === 'member');
  let description = '';
  for (const { summary } of open) {
    const more = `${description}${description === '' ? '' : ' '}${summary}.`;
    if (more.length <= slackLimits.agentDescription) description = more;
  }
  const prompts = open.flatMap(({ summary, label = summary, examples: [example] = [] }) => (example === undefined ? [] : [promptOf(label, example)]));
  return { agent_description: description, suggested_prompts: prompts.slice(0, slackLimits.prompts) };
}

const promptOf = (title: string, message: string): Prompt => ({
  title: shorten(title, slackLimits.promptTitle).toWellFormed(),
  message: message.toWellFormed(),
});
