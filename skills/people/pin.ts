import { command } from '../../shared/command/define.ts';
import { text } from '../../shared/command/kinds/index.ts';
import { Refusal } from '../../shared/errors.ts';
import { codeIn } from '../../shared/people/code.ts';
import { type Reply, reply } from '../../shared/reply/reply.ts';

/** `pin 4711`: where one writes it sets the PIN; where a household speaks it tells who is speaking, for five minutes. */
export const pin = command({
  name: 'pin',
  summary: 'A PIN that tells me it is you, where several speak',
  secret: true,
  phrases: ['my pin is {digits}', 'set my pin to {digits}'],
  params: { digits: text({ ask: 'Which digits?', summary: 'Four to eight digits' }) },
  examples: ['pin 4711'],
  label: 'PIN',
  async run({ digits: said }, context): Promise<Reply> {
    const digits = codeIn(said);
    const speaks = context.voices(context.command.place.channel);
    if (!/^\d{4,8}$/.test(digits)) throw new Refusal('pin_form', 'A PIN has four to eight digits.', { hint: 'Like this: `pin 4711`.' });
    if (!speaks) {
      await context.pins.set(context, digits);
      return reply('That is your PIN now. Say it where several speak to me, as on a loudspeaker. Better delete your message: others may read it.', {
        severity: 'success',
        visibility: 'private',
      });
    }
    const seen = await context.pins.say(context, digits);
    if (seen === null)
      throw new Refusal('pin_none', 'You have no PIN that I could compare that with.', {
        hint: 'Set one where you write to me, on a channel that is linked to this one.',
      });
    if (!seen.right) {
      return reply(
        seen.left === 0
          ? 'That is not it. I take no more for an hour.'
          : `That is not it. ${seen.left === 1 ? 'One try' : `${seen.left} tries`} left.`,
        {
          severity: 'warning',
          asks: seen.left > 0,
        },
      );
    }
    return reply('Thank you. For five minutes I take whoever speaks here for you. What shall I do?', { severity: 'success', asks: true });
  },
});
