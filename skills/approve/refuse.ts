import { command } from '../../shared/command/define.ts';
import { text } from '../../shared/command/kinds/index.ts';
import * as say from '../../shared/flow/approval/say.ts';
import type { Reply } from '../../shared/reply/reply.ts';

/** Says no to what somebody else asked for, and why: the other button below the request. */
export const refuse = command({
  name: 'refuse',
  summary: 'Say no to what somebody asked for',
  hidden: true,
  params: {
    which: text({ ask: 'Which request? Press its button.' }),
    reason: text({ ask: 'Why not? Who asked reads it.', summary: 'Your reason' }),
  },
  label: 'Say no',
  in: {
    de: {
      params: {
        which: { ask: 'Welche Anfrage? Drück ihren Knopf.' },
        reason: { ask: 'Warum nicht? Wer darum bat, liest es.', summary: 'Dein Grund' },
      },
    },
  },
  async run({ which, reason }, context): Promise<Reply> {
    const decided = await context.approvals.decide(which, context, { yes: false, reason });
    return say.approval(decided, context.person, context.now());
  },
});
