import { command } from '../../shared/command/define.ts';
import { type Reply, reply } from '../../shared/reply/reply.ts';
import { refuseByVoice } from './byVoice.ts';

/** `my data`: all that is held on who asks, as JSON. */
export const myData = command({
  name: 'mydata',
  summary: 'All that I keep of you',
  phrases: ['my data', 'export my data', 'what do you know about me', 'what do you know of me'],
  examples: ['my data'],
  label: 'My data',
  async run(_, context): Promise<Reply> {
    refuseByVoice(context);
    const held = await context.holdings.of(context);
    return reply(
      [
        'All that I keep of you, as JSON. What you said to me is also in the records of the commands it made, until those are deleted by age.\n',
        { code: JSON.stringify(held, null, 1) },
      ],
      { visibility: 'private' },
    );
  },
});
