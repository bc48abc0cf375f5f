import type { Context } from '../../shared/command/context.ts';
import { command } from '../../shared/command/define.ts';
import { Instead } from '../../shared/command/instead.ts';
import { text } from '../../shared/command/kinds/index.ts';
import { nthOf } from '../../shared/command/nth.ts';
import { Refusal } from '../../shared/errors.ts';
import type { Reply } from '../../shared/reply/reply.ts';
import { type Logged, listedMax } from './log.ts';
import { speak } from './words/speak.ts';

/** `again`: one's last command here once more, as if it were said now; `again 2`: the second of those that `history` has shown. */
export const again = command({
  name: 'again',
  summary: 'Do something once more',
  phrases: ['do that again', 'do it again', 'once more', 'again {which}'],
  params: { which: text({ optional: true, summary: 'Its number in `history`; your last when left out' }) },
  examples: ['again', 'again 2'],
  label: 'Again',
  in: {
    de: {
      summary: 'Tut etwas noch einmal',
      label: 'Noch einmal',
      phrases: ['noch einmal', 'nochmal', 'mach das noch einmal', 'noch einmal {which}'],
      params: { which: { summary: 'Die Nummer aus dem Verlauf; fehlt sie, dein letzter' } },
    },
  },
  async run({ which }, context): Promise<Reply> {
    const { name, raw } = await wanted(which?.trim() ?? '', context);
    const { explicit: _, ...said } = raw;
    throw new Instead({ name, raw: said, saidAt: context.command.saidAt });
  },
});

async function wanted(which: string, context: Context): Promise<Logged> {
  const { commandLog } = context;
  const say = speak(context.person.locale);
  const isLast = /^(|that|it|last|the last|the last one|das|das letzte)$/i.test(which);
  const n = isLast ? 1 : nthOf(/^\d/.test(which) ? `number ${which}` : which, listedMax);
  const shown = n === undefined || isLast ? null : await commandLog.numbered(context, n);
  const found =
    shown !== null || n === undefined
      ? await commandLog.find(context, shown ?? which)
      : (await commandLog.here(context, ({ isOwn }) => isOwn))[n - 1];
  if (!found) throw new Refusal('again_nothing', say.nothingByThat, { hint: say.seeHistory });
  if (found.raw.cut || context.catalogue.byName(found.name)?.secret)
    throw new Refusal('again_unknown', say.notKept(found.name), { hint: say.sayAnew });
  return found;
}
