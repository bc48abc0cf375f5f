import { command } from '../../shared/command/define.ts';
import { text } from '../../shared/command/kinds/index.ts';
import { reply } from '../../shared/reply/reply.ts';
import { speak } from './words/speak.ts';

/** What jobs/schedules issues when a schedule can't go on: tells its owner why. */
export const broken = command({
  name: 'schedule_broken',
  summary: 'Tell why a schedule goes on no longer',
  hidden: true,
  internal: true,
  params: { what: text(), why: text() },
  run: ({ what, why }, { person }) => reply(speak(person.locale).broken(what, why), { severity: 'warning' }),
});
