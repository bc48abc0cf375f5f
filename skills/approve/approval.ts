import { command } from '../../shared/command/define.ts';
import { text } from '../../shared/command/kinds/index.ts';
import { Refusal } from '../../shared/errors.ts';
import { approvalCommand } from '../../shared/flow/approval/approvals.ts';
import * as say from '../../shared/flow/approval/say.ts';
import type { Reply } from '../../shared/reply/reply.ts';

/** Shows a command that waits for a second person, with buttons, and what became of it: issued wherever it was asked for. */
export const approval = command({
  name: approvalCommand,
  summary: 'Show what waits for a second person',
  hidden: true,
  params: { which: text() },
  async run({ which }, { approvals, person, now }): Promise<Reply> {
    const found = await approvals.find(which);
    if (!found) throw new Refusal('approval_none', 'There is no such request, or it is long over.');
    return say.approval(found, person, now());
  },
});
