import type { Channel, Published } from '../../shared/channel/channel.ts';
import type { AnyCommand } from '../../shared/command/define.ts';
import type { Api } from './api.ts';
import { telegramLimits } from './limits.ts';
import { isCallable, setWebhook } from './webhook.ts';

/** Sets the webhook, where there is a secret for it and an address that Telegram calls, and the list of commands that Telegram offers while one types. */
export function publisher(api: Api, base: string, secret: string | undefined): NonNullable<Channel['publish']> {
  return async (commands, signal) => {
    const list = menu(commands);
    await api.call('setMyCommands', { commands: list }, { signal });
    const listed: Published = { state: 'done', what: `${list.length} commands are listed` };
    if (secret === undefined) return [listed];
    if (!isCallable(base))
      return [listed, { state: 'left', what: `The webhook: Telegram calls https at port 443, 80, 88 or 8443 alone, not ${base}` }];
    return [{ state: 'done', what: `Webhook at ${await setWebhook(api, base, secret, signal)}` }, listed];
  };
}

/** BotCommand: a name of 1–32 lower-case letters, digits and underscores. What has another name is typed in words. */
function menu(commands: readonly AnyCommand[]): readonly { readonly command: string; readonly description: string }[] {
  return commands
    .filter(({ name, hidden }) => !hidden && /^[a-z0-9_]{1,32}$/.test(name))
    .slice(0, telegramLimits.commands)
    .map(({ name, summary }) => ({ command: name, description: summary.slice(0, telegramLimits.commandText) }));
}
