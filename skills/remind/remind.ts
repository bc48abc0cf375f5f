import { channelTitle } from '../../shared/channel/title.ts';
import type { Context } from '../../shared/command/context.ts';
import { command } from '../../shared/command/define.ts';
import { dateTime, text } from '../../shared/command/kinds/index.ts';
import { reply } from '../../shared/reply/reply.ts';
import { sayWhen, sayZone } from '../../shared/time/sayWhen.ts';
import { forget } from './forget.ts';
import { refuseOthers } from './others.ts';
import { toDo } from './toDo.ts';

/** `remind me in 20 minutes to stretch`: one reminder, once, counted from when the person spoke. */
export const remind = command({
  name: 'remind',
  summary: 'Remind you of something',
  phrases: ['remind me', 'remind', 'reminder', 'set a reminder'].flatMap((begin) => [
    `${begin} {when} to {what}`,
    `${begin} to {what} {when}`,
    `${begin} to {what}`,
    `${begin} {what} {when}`,
    begin,
  ]),
  params: {
    what: text({ ask: 'What should I remind you of?', summary: 'What to remind you of' }),
    when: dateTime({ ask: 'When should I remind you? For example “in 20 minutes” or “tomorrow at 9”.', summary: 'When' }),
  },
  examples: ['remind me in 20 minutes to stretch', 'remind me to call Kim tomorrow at 9', 'remind me on 24 December at 18:30 to light the candles'],
  label: 'Remind me',
  onMessage: { param: 'what', label: 'Remind me of this' },
  repeat: 'keyed',
  async run({ what, when }, context) {
    refuseOthers(context.command.raw.text, what);
    const reminder = await context.reminders.add({
      key: context.idempotencyKey,
      what: plainWhat(what),
      at: when.at,
      timeZone: when.timeZone,
      ...speaker(context),
    });
    const says = sayWhen(reminder.at, reminder.timeZone, context.now());
    const doing = toDo(reminder.what);
    const late = reminder.at <= context.now();
    const where = reminder.told.how === 'home' ? `, on ${channelTitle(reminder.told.place.channel)}` : '';
    const how = reminder.told.how === 'when they come' ? ` ${onlyWhenTheyCome(context)}` : '';
    return reply(
      late
        ? `I'll remind you ${doing} right away${where}: it was due ${says} (${reminder.timeZone}).${how}`
        : `I'll remind you ${doing} ${says} (${reminder.timeZone})${where}.${how}`,
      {
        severity: 'success',
        actions: [forget.with({ which: reminder.id }, { label: 'Forget it' })],
        speech: `I'll remind you ${doing} ${late ? 'right away' : `${says}, ${sayZone(reminder.timeZone)}`}${where}.${how}`,
      },
    );
  },
});

/** What can't begin to speak says so; and how to be told in time, where there is a way. */
function onlyWhenTheyCome({ catalogue }: Context): string {
  const way = catalogue.byName('link') ? ' To be told in time, link a chat: say link.' : '';
  return `I can't start speaking here by myself, so I'll tell you when you next open me after that.${way}`;
}

function speaker({ command: { from, place }, person }: Context) {
  return { from, place, person: person.id };
}

/** "to stretch" → "stretch". */
const plainWhat = (what: string) => what.replace(/^to\s+(?=\S)/i, '');
