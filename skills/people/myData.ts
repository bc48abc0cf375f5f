import { command } from '../../shared/command/define.ts';
import { type Reply, reply } from '../../shared/reply/reply.ts';
import { refuseByVoice } from './byVoice.ts';
import { speak } from './words/speak.ts';

/** `my data`: all that is held on who asks, as a file of JSON. */
export const myData = command({
  name: 'mydata',
  summary: 'All that I keep of you',
  reads: true,
  phrases: ['my data', 'export my data', 'what do you know about me', 'what do you know of me'],
  examples: ['my data'],
  label: 'My data',
  in: {
    de: {
      summary: 'Alles, was ich von dir habe',
      label: 'Meine Daten',
      phrases: ['meine daten', 'was weißt du über mich', 'was weißt du von mir'],
      examples: ['meine Daten'],
    },
  },
  async run(_, context): Promise<Reply> {
    refuseByVoice(context);
    const held = await context.holdings.of(context);
    const file = { name: 'my-data.json', mediaType: 'application/json', content: JSON.stringify(held, null, 2) };
    return reply(speak(context.person.locale).allThatIKeep, { file, visibility: 'private' });
  },
});
