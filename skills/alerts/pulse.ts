import { command } from '../../shared/command/define.ts';
import { text } from '../../shared/command/kinds/index.ts';
import { Refusal } from '../../shared/errors.ts';
import { type Reply, reply } from '../../shared/reply/reply.ts';
import { speak } from './words/speak.ts';

/** `deadman https://…`: an address elsewhere that is called each minute while clock and deliveries work, so that somebody else tells when they don't. */
export const deadman = command({
  name: 'deadman',
  summary: 'Let another service notice when I stop',
  // The address is all that one needs to know.
  secret: true,
  params: {
    to: text({ ask: 'Which address should I call each minute? “off” ends it.', summary: 'The address to call each minute, or “off”', max: 2_000 }),
  },
  examples: ['deadman https://hc-ping.com/…', 'deadman off'],
  label: 'Dead man’s switch',
  access: 'admin',
  in: {
    de: {
      summary: 'Lässt einen anderen Dienst merken, wenn ich ausfalle',
      label: 'Totmannschalter',
      examples: ['deadman https://hc-ping.com/…', 'deadman aus'],
      params: {
        to: {
          ask: 'Welche Adresse soll ich jede Minute aufrufen? „aus“ beendet es.',
          summary: 'Die Adresse, die jede Minute aufgerufen wird, oder „aus“',
        },
      },
    },
  },
  async run({ to }, { pulses, command: { place, from }, person: { locale } }): Promise<Reply> {
    const say = speak(locale);
    if (/^(off|aus)$/i.test(to.trim())) return reply((await pulses.remove(place)) ? say.pulseOff : say.noPulse, { visibility: 'private' });
    const made = await pulses.set(place, from, to);
    if (!made) throw new Refusal('pulse_address', say.pulseAddress, { hint: say.pulseHint });
    return reply(say.pulseOn(made.shown), { severity: 'success', visibility: 'private' });
  },
});

/** What jobs/alerts issues each minute: calls the address. */
export const pulse = command({
  name: 'pulse',
  summary: 'Call the dead man’s switch',
  hidden: true,
  internal: true,
  priority: 'alert',
  params: { which: text() },
  async run({ which }, { pulses, signal }) {
    await pulses.beat(which, signal);
    return [];
  },
});
