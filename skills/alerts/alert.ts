import { command } from '../../shared/command/define.ts';
import { choice, text } from '../../shared/command/kinds/index.ts';
import { shown } from './shown.ts';

/** What jobs/alerts issues to tell an incident at a place: as it stands when it is told, however late that is. */
export const alert = command({
  name: 'alert',
  summary: 'Tell an incident',
  hidden: true,
  internal: true,
  priority: 'alert',
  params: { which: text(), how: choice({ of: ['state', 'anew'] }) },
  async run({ which, how }, context) {
    const incident = await context.incidents.get(which);
    return incident ? shown(incident, context, how) : [];
  },
});
