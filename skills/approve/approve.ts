import { command } from '../../shared/command/define.ts';
import { text } from '../../shared/command/kinds/index.ts';
import * as say from '../../shared/flow/approval/say.ts';
import type { Reply } from '../../shared/reply/reply.ts';

/** Says yes to what somebody else asked for: the button below the request. */
export const approve = command({
  name: 'approve',
  summary: 'Approve what somebody asked for',
  hidden: true,
  params: { which: text({ ask: 'Which request? Press its button.' }) },
  label: 'Approve',
  in: { de: { params: { which: { ask: 'Welche Anfrage? Drück ihren Knopf.' } } } },
  async run({ which }, context): Promise<Reply> {
    const decided = await context.approvals.decide(which, context, { yes: true });
    return say.approval(decided, context.person, context.now());
  },
});
