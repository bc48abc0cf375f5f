import { command } from '../../shared/command/define.ts';
import { choice, text } from '../../shared/command/kinds/index.ts';

/** What watches issues when the state of something changes: opens, updates or closes its incident, for whose it is, told from where it was asked for. */
export const incident = command({
  name: 'incident',
  summary: 'Report that something is down, or fine again',
  hidden: true,
  internal: true,
  priority: 'alert',
  repeat: 'keyed',
  params: {
    key: text(),
    state: choice({ of: ['open', 'update', 'close'] }),
    what: text(),
    why: text(),
    level: choice({ of: ['warning', 'error'], default: 'error' }),
    tags: text({ optional: true }),
  },
  async run({ tags = '', ...report }, { incidents, command: { from, place, saidAt }, person }) {
    await incidents.report({ ...report, tags: tags.split(/[\s,]+/).filter(Boolean), at: saidAt, from, person: person.id, place });
    return [];
  },
});
