import { channelTitle } from '../../shared/channel/title.ts';
import type { Context } from '../../shared/command/context.ts';
import { command } from '../../shared/command/define.ts';
import { dateTime, text } from '../../shared/command/kinds/index.ts';
import { reply } from '../../shared/reply/reply.ts';
import { sayWhen, sayZone } from '../../shared/time/sayWhen.ts';
import { forget } from './forget.ts';
import { refuseOthers } from './others.ts';
import { speak } from './words/speak.ts';

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
  in: {
    de: {
      summary: 'Erinnert dich an etwas',
      label: 'Erinnere mich',
      phrases: ['erinnere mich', 'erinner mich', 'erinnerung'].flatMap((begin) => [
        `${begin} {when} an {what}`,
        `${begin} {when} daran {what}`,
        `${begin} an {what} {when}`,
        `${begin} an {what}`,
        `${begin} {what} {when}`,
        begin,
      ]),
      examples: ['erinnere mich in 20 Minuten an Tee', 'erinnere mich morgen um 9 daran, Kim anzurufen'],
      params: {
        what: { ask: 'Woran soll ich dich erinnern?', summary: 'Woran' },
        when: { ask: 'Wann soll ich dich erinnern? Zum Beispiel „in 20 Minuten“ oder „morgen um 9“.', summary: 'Wann' },
      },
    },
  },
  repeat: 'keyed',
  async run({ what, when }, context) {
    const { locale } = context.person;
    const say = speak(locale);
    refuseOthers(context.command.raw.text, what, locale);
    const reminder = await context.reminders.add({
      key: context.idempotencyKey,
      what: plainWhat(what),
      at: when.at,
      timeZone: when.timeZone,
      locale,
      ...speaker(context),
    });
    const { what: doing, at, timeZone, told } = reminder;
    const says = sayWhen(at, timeZone, context.now(), locale);
    const late = at <= context.now();
    const where = told.how === 'home' ? say.onChannel(channelTitle(told.place.channel)) : '';
    const how = told.how === 'when they come' ? ` ${onlyWhenTheyCome(context)}` : '';
    return reply((late ? say.rightAway : say.willRemind)(doing, says, timeZone, where) + how, {
      severity: 'success',
      actions: [forget.with({ which: reminder.id }, { label: say.forgetIt })],
      speech: (late ? say.sayRightAway(doing, where) : say.sayWillRemind(doing, says, sayZone(timeZone, locale), where)) + how,
    });
  },
});

/** What can't begin to speak says so; and how to be told in time, where there is a way. */
function onlyWhenTheyCome({ catalogue, person }: Context): string {
  const say = speak(person.locale);
  return catalogue.byName('link') ? `${say.whenTheyCome} ${say.linkAChat}` : say.whenTheyCome;
}

function speaker({ command: { from, place }, person }: Context) {
  return { from, place, person: person.id };
}

/** "to stretch" → "stretch". */
const plainWhat = (what: string) => what.replace(/^to\s+(?=\S)/i, '');
