import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { printAbove } from '../../../bots/terminal/above.ts';
import { drawings } from '../../../bots/web/page/draw.ts';
import { list, object, words } from '../../../bots/web/page/drawn.ts';
import { lined } from '../lined.ts';
import { type Api, serverGone, withServer } from '../server.ts';
import { type Shell, UsageError, type Verb } from '../verb.ts';

/** An answer is waited for so long, ms: at the end of the input, and before the next line where nobody types. */
const answerMaxMs = 30_000;

/** `simulate`: a prompt that shows each answer as a channel will. Talks to the running server, or opens the data folder for as long as it takes. */
export const simulate: Verb = {
  usage: 'simulate [CHANNEL]',
  summary: `Talk to it here, as on that channel (${Object.keys(drawings).join(', ')}; all of them when left out)`,
  words: [0, 1],
  async run([channel], shell, { json }) {
    if (channel !== undefined && !(channel in drawings))
      throw new UsageError(`"${channel}" can't be simulated: ${Object.keys(drawings).join(', ')} can.`);
    await withServer(shell, { works: true }, (api) => converse(api, shell, channel, json));
    return 0;
  },
};

async function converse(api: Api, shell: Shell, channel: string | undefined, json: boolean): Promise<void> {
  const conversation = `cli-${randomUUID()}`;
  const { timeZone, locale } = Intl.DateTimeFormat().resolvedOptions();
  const isPrompt = shell.isTerminal && !json && 'isTTY' in shell.input && shell.input.isTTY === true;
  let buttons: readonly string[] = [];
  let unanswered = 0;
  let isGone = false;
  const ended = new AbortController();
  const lines = createInterface({ input: shell.input, ...(isPrompt ? { output: process.stdout, prompt: '> ' } : {}) });

  const following = follow(api, conversation, ended.signal, (told) => {
    unanswered = Math.max(0, unanswered - 1);
    const shown = json ? { text: JSON.stringify(told), presses: [] } : linesOf(told, channel);
    if (shown.presses.length > 0 || object(told).asks === true) buttons = shown.presses;
    if (isPrompt) printAbove(lines, process.stdout, shown.text);
    else shell.out(shown.text);
  }).then(() => {
    isGone = !ended.signal.aborted;
    lines.close();
  });
  try {
    if (isPrompt) lines.prompt();
    for await (const line of lines) {
      const typed = line.trim();
      if (typed === '') continue;
      const token = /^\d{1,2}$/.test(typed) ? buttons[Number(typed) - 1] : undefined;
      unanswered++;
      const what = token === undefined ? { text: typed } : { token };
      await api.ask('POST', '/simulator/say', { id: randomUUID(), conversation, timeZone, locale, ...what });
      // A script's next line may press a button of this answer.
      if (!isPrompt) await answered();
    }
    await answered();
  } finally {
    ended.abort();
    await following;
  }
  if (isGone) throw serverGone(api.origin);

  async function answered(): Promise<void> {
    for (let waitedMs = 0; unanswered > 0 && !isGone && waitedMs < answerMaxMs; waitedMs += 50) await sleep(50);
  }
}

/** One message as the channel shows it, and what its numbers press. */
function linesOf(told: unknown, only: string | undefined): { readonly text: string; readonly presses: readonly string[] } {
  const { tokens, previews } = object(told);
  const text: string[] = [];
  let pressed: readonly string[] = [];
  for (const preview of list(previews)) {
    const { channel, messages } = object(preview);
    const drawing = drawings[words(channel)];
    if (!drawing || (only !== undefined && only !== channel)) continue;
    if (only === undefined) text.push(`── ${drawing.title}`);
    for (const message of list(messages)) {
      const drawn = lined(drawing.draw(message));
      text.push(drawn.text);
      if (drawn.presses.length > 0) pressed = drawn.presses;
    }
  }
  const all = list(tokens).map(words);
  return { text: text.join('\n'), presses: pressed.map((place) => all[Number(place.slice(1))] ?? '') };
}

/** Follows what is said to the conversation until the signal ends it, or the server goes away. */
async function follow({ origin, token }: Api, conversation: string, signal: AbortSignal, tell: (told: unknown) => void): Promise<void> {
  try {
    const response = await fetch(`${origin}/simulator/events?conversation=${conversation}`, {
      headers: { authorization: `Bearer ${token}` },
      signal,
    });
    let rest = '';
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      const events = `${rest}${chunk}`.split('\n\n');
      rest = events.pop() ?? '';
      for (const event of events) {
        const data = /^data: (.*)$/m.exec(event)?.[1];
        if (data !== undefined) tell(JSON.parse(data));
      }
    }
  } catch (cause) {
    if (!signal.aborted && !(cause instanceof TypeError)) throw cause; // fetch: the connection broke, which is the server's end.
  }
}
