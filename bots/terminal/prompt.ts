import { randomUUID } from 'node:crypto';
import { createInterface, type Interface } from 'node:readline';
import type { ListenContext, Message } from '../../shared/channel/channel.ts';
import type { Inbound, Said } from '../../shared/channel/inbound.ts';
import { BellhopError } from '../../shared/errors.ts';
import { printAbove } from './above.ts';
import type { Terminal } from './channel.ts';

const sign = '> ';

/** Reads lines as commands and prints answers above the line that is being typed. */
export function prompt({ input, output, clock, user }: Terminal) {
  let lines: Interface | undefined;
  let buttons: readonly string[] = [];
  const isTerminal = output.isTTY === true;

  function print(text: string): void {
    if (isTerminal && lines) printAbove(lines, output, text);
    else output.write(`${text}\n`);
  }

  /** Prints a rendered message; its numbers now press its buttons, and below a question without any they are answers. */
  function show({ text, styled, tokens, asks }: Message): void {
    if (Array.isArray(tokens) && (tokens.length > 0 || asks === true)) buttons = tokens.map(String);
    print(String(isTerminal ? (styled ?? text) : text));
  }

  function saidIn(line: string): Said | null {
    const typed = line.trim().slice(0, 4_000);
    if (typed === '') return null;
    const token = /^\d{1,2}$/.test(typed) ? buttons[Number(typed) - 1] : undefined;
    return token === undefined ? { kind: 'text', text: typed } : { kind: 'action', token };
  }

  async function listen({ accept, arrived, signal, report }: ListenContext): Promise<void> {
    const ended = Promise.withResolvers<void>();
    lines = createInterface({ input, output, terminal: isTerminal, prompt: sign });
    report({ ok: true, detail: 'a prompt is open' });
    lines.on('line', (line) => {
      const said = saidIn(line);
      if (said === null) {
        if (isTerminal) lines?.prompt();
        return;
      }
      accept({ ...speaker(), key: randomUUID(), said }).catch(notKept);
    });
    arrived?.(speaker()).catch(notKept);
    // Control-C at the prompt is meant for the program; at the end of the input (Control-D) only the prompt ends.
    lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
    lines.on('close', () => ended.resolve());
    signal.addEventListener('abort', () => lines?.close(), { once: true });
    // Below what the start still prints in this turn.
    if (isTerminal) setImmediate(() => lines?.prompt());
    await ended.promise;
    lines = undefined;
    if (isTerminal && !signal.aborted) output.write('\nThe prompt is closed; everything else goes on. Control-C stops it.\n');
  }

  function notKept(cause: unknown): void {
    print(cause instanceof BellhopError ? `${cause.message} ${cause.hint ?? ''}`.trim() : `This was not kept: ${String(cause)}`);
  }

  /** Who sits there, now. */
  function speaker(): Omit<Inbound, 'key' | 'said'> {
    return {
      place: { channel: 'terminal', bot: 'main', tenant: 'local', conversation: 'prompt', direct: true },
      from: { user },
      locale: Intl.DateTimeFormat().resolvedOptions().locale,
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      saidAt: clock.now(),
    };
  }

  return { listen, show, print };
}
