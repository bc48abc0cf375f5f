import { command } from '../../shared/command/define.ts';
import { text } from '../../shared/command/kinds/index.ts';
import { Refusal } from '../../shared/errors.ts';
import { codeIn } from '../../shared/people/code.ts';
import { type Reply, reply } from '../../shared/reply/reply.ts';
import { speak } from './words/speak.ts';

/** `pin 4711`: where one writes it sets the PIN; where a household speaks it tells who is speaking, for five minutes. */
export const pin = command({
  name: 'pin',
  summary: 'A PIN that tells me it is you, where several speak',
  secret: true,
  phrases: ['my pin is {digits}', 'set my pin to {digits}'],
  params: { digits: text({ ask: 'Which digits?', summary: 'Four to eight digits' }) },
  examples: ['pin 4711'],
  label: 'PIN',
  in: {
    de: {
      summary: 'Eine PIN, an der ich dich erkenne, wo mehrere sprechen',
      label: 'PIN',
      phrases: ['meine pin ist {digits}', 'setz meine pin auf {digits}'],
      params: { digits: { ask: 'Welche Ziffern?', summary: 'Vier bis acht Ziffern' } },
    },
  },
  async run({ digits: said }, context): Promise<Reply> {
    const say = speak(context.person.locale);
    const digits = codeIn(said);
    const speaks = context.voices(context.command.place.channel);
    if (!/^\d{4,8}$/.test(digits)) throw new Refusal('pin_form', say.pinForm, { hint: say.pinLikeThis });
    if (!speaks) {
      await context.pins.set(context, digits);
      return reply(say.pinSet, {
        severity: 'success',
        visibility: 'private',
      });
    }
    const seen = await context.pins.say(context, digits);
    if (seen === null) throw new Refusal('pin_none', say.pinNone, { hint: say.setPinElsewhere });
    if (!seen.right) {
      return reply(seen.left === 0 ? say.pinLocked : say.pinWrong(seen.left), {
        severity: 'warning',
        asks: seen.left > 0,
      });
    }
    return reply(say.pinRight, { severity: 'success', asks: true });
  },
});
