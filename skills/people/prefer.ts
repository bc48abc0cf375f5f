import { channelTitle } from '../../shared/channel/title.ts';
import { command } from '../../shared/command/define.ts';
import { text } from '../../shared/command/kinds/index.ts';
import { Refusal } from '../../shared/errors.ts';
import { type Reply, reply } from '../../shared/reply/reply.ts';

/** `prefer slack`: where one wants what is said by itself to somebody who asked on a channel that can't begin to speak. */
export const prefer = command({
  name: 'prefer',
  summary: 'Choose the channel I write to you on',
  phrases: ['write to me on {channel}', 'i prefer {channel}', 'tell me on {channel}'],
  params: { channel: text({ ask: 'On which channel should I write to you?', summary: 'One that is linked to you' }) },
  examples: ['prefer slack'],
  label: 'Choose your channel',
  async run({ channel }, { person, links, profiles }): Promise<Reply> {
    const wanted = channel.trim().toLowerCase();
    const can = [...new Set((await links.of(person.id)).flatMap(({ home }) => home?.channel ?? []))];
    if (!can.includes(wanted))
      throw new Refusal('prefer_unknown', `I can't write to you on ${channel.slice(0, 40)}.`, {
        hint: can.length > 0 ? `I can on ${can.map(channelTitle).join(', ')}; \`link\` adds another.` : 'Say hello to me there, and `link` it.',
      });
    await profiles.prefer(person, wanted);
    return reply(`I write to you on ${channelTitle(wanted)} from now on, when I can't answer where you asked.`, {
      severity: 'success',
      visibility: 'private',
    });
  },
});
