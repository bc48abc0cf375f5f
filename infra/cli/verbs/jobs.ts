import type { Job, JobsAsked } from '../../config/jobs.ts';
import { withConfigured } from '../configured.ts';
import { UsageError, type Verb } from '../verb.ts';

const actions = ['list', 'next', 'run', 'pause', 'resume'] as const;

/** `jobs`: what runs by the clock in a tenant; its next runs, and one of it run now, paused, or let go on. */
export const jobs: Verb = {
  usage: 'jobs list | next [COUNT] | run WHICH | pause WHICH | resume WHICH [--for CHANNEL/TENANT/USER] [--stage NAME]',
  summary: 'What runs by the clock: list it, see its next runs, run, pause or resume one',
  words: [1, 30],
  takesStage: true,
  takes: ['for'],
  async run([given = '', ...words], shell, { json, stage, for: whose }) {
    const action = actions.find((one) => one === given);
    const which = words.join(' ').trim();
    const count = which === '' ? 10 : Number(which);
    const takesWhich = action === 'run' || action === 'pause' || action === 'resume';
    if (!action || takesWhich !== (action !== 'next' && which !== '') || (action === 'next' && !(count >= 1 && count <= 1_000)))
      throw new UsageError(`bellhop jobs: "${[given, ...words].join(' ')}" is not one of its forms.`);
    const asked: JobsAsked = { action, ...(takesWhich ? { which } : {}), ...(action === 'next' ? { count: Math.floor(count) } : {}), for: whose };
    const all = await withConfigured(shell, stage, (configured) => configured.jobs(asked));
    if (json) shell.out(JSON.stringify({ jobs: all }));
    else if (action === 'list') shell.out(all.length === 0 ? 'Nothing runs by the clock.' : all.map(listed).join('\n'));
    else if (action === 'next') shell.out(all.length === 0 ? 'Nothing is to run.' : all.map(({ next, name }) => `${next}  ${name}`).join('\n'));
    else
      for (const { name, state, next } of all)
        shell.out(action === 'run' ? `${name} runs now; its answer comes where it is told.` : `${name}: ${state}${next ? `, next ${next}` : ''}.`);
    return 0;
  },
};

function listed({ id, name, run, when, state, next, last, leftOut }: Job, i: number): string {
  const times = [state === 'waiting' ? `next ${next}` : state, ...(last ? [`last ${last}`] : []), ...(leftOut > 0 ? [`${leftOut} left out`] : [])];
  return `${i + 1}  ${name}${name === run ? '' : `: ${run}`}\n   ${when}; ${times.join(', ')}  (${id})`;
}
