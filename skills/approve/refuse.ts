import { command } from '../../shared/command/define.ts';
import { text } from '../../shared/command/kinds/index.ts';
import * as say from '../../shared/flow/say-approval.ts';
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
  async run({ which, reason }, context): Promise<Reply> {
    const decided = await context.approvals.decide(which, context, { yes: false, reason });
    return say.approval(decided, context.person.timeZone, context.now());
  },
});
