import { channelTitle } from '../../shared/channel/title.ts';
import { command } from '../../shared/command/define.ts';
import { text } from '../../shared/command/kinds/index.ts';
import { Refusal } from '../../shared/errors.ts';
import { type Reply, reply } from '../../shared/reply/reply.ts';
import { speak } from './words/speak.ts';

/** `prefer slack`: where one wants what is said by itself to somebody who asked on a channel that can't begin to speak. */
export const prefer = command({
  name: 'prefer',
  summary: 'Choose the channel I write to you on',
  phrases: ['write to me on {channel}', 'i prefer {channel}', 'tell me on {channel}'],
  params: { channel: text({ ask: 'On which channel should I write to you?', summary: 'One that is linked to you' }) },
  examples: ['prefer slack'],
  label: 'Choose your channel',
  in: {
    de: {
      summary: 'Den Kanal wählen, auf dem ich dir schreibe',
      label: 'Deinen Kanal wählen',
      phrases: ['schreib mir über {channel}', 'schreib mir auf {channel}', 'sag es mir auf {channel}'],
      params: { channel: { ask: 'Auf welchem Kanal soll ich dir schreiben?', summary: 'Einer, der mit dir verbunden ist' } },
    },
  },
  async run({ channel }, { person, links, profiles }): Promise<Reply> {
    const say = speak(person.locale);
    const wanted = channel.trim().toLowerCase();
    const can = [...new Set((await links.of(person.id)).flatMap(({ home }) => home?.channel ?? []))];
    if (!can.includes(wanted))
      throw new Refusal('prefer_unknown', say.cantWriteOn(channel.slice(0, 40)), {
        hint: can.length > 0 ? say.canWriteOn(can.map(channelTitle).join(', ')) : say.helloThere,
      });
    await profiles.prefer(person, wanted);
    return reply(say.writesOn(channelTitle(wanted)), {
      severity: 'success',
      visibility: 'private',
    });
  },
});
