import { systemClock } from '../../../shared/clock.ts';
import type { Finding } from '../../core/finding.ts';
import { checkAnchors } from '../doctor/anchors.ts';
import { checkChannels } from '../doctor/channels.ts';
import { checkClock } from '../doctor/clock.ts';
import { checkData } from '../doctor/data.ts';
import { lines } from '../doctor/lines.ts';
import { checkLockedOut } from '../doctor/locked-out.ts';
import { checkMail } from '../doctor/mail.ts';
import { checkOwn } from '../doctor/own.ts';
import { checkPublished, drift } from '../doctor/published.ts';
import { checkServer } from '../doctor/serving.ts';
import { checkSettings } from '../doctor/settings.ts';
import { onStage } from '../published/asked.ts';
import { runningServer } from '../server.ts';
import type { ExitCode, Shell, Verb } from '../verb.ts';

/** `doctor`: tries every setting for real, and says how to mend what is off; of a stage on AWS, whether what its platforms list is what is defined. Changes nothing. Exits 1 when something is wrong. */
export const doctor: Verb = {
  usage: 'doctor [--stage NAME]',
  summary: 'Try every setting for real, and say how to mend what is wrong',
  words: [0, 0],
  takesStage: true,
  async run(_, shell, { json, stage }) {
    if (stage !== undefined)
      return told(
        [],
        (await onStage('drift', undefined, shell, stage)).map((one) => drift(one, stage)),
        shell,
        json,
      );
    const { lookAt } = await import('../../local/plan.ts');
    const { settings, modules, own, mail, opened, problems } = await lookAt(shell.env, systemClock);
    const set = checkSettings(shell.env, modules, problems);
    const tried: Finding[] = [];
    const server = settings ? await runningServer(shell) : null;
    if (settings) {
      tried.push(...checkData(settings.data, server !== null), ...(await checkServer(settings, server)));
    }
    tried.push(
      ...checkOwn(own),
      await checkMail(mail),
      await checkAnchors(settings?.anchors),
      ...(await checkChannels(opened)),
      ...(await checkLockedOut(server)),
      ...(await checkPublished(opened.on, server)),
      await checkClock(shell.env, modules, opened.on),
    );
    return told(set, tried, shell, json);
  },
};

function told(set: readonly Finding[], tried: readonly Finding[], shell: Shell, json: boolean): ExitCode {
  const findings = [...set, ...tried];
  const wrong = findings.filter(({ state }) => state === 'wrong').length;
  if (json) shell.out(JSON.stringify({ findings }));
  else {
    shell.out(`${set.length === 0 ? '' : `Settings\n${lines(set)}\n\n`}Tried\n${lines(tried)}\n`);
    shell.out(wrong === 0 ? 'Nothing is wrong.' : `${wrong} ${wrong === 1 ? 'thing is' : 'things are'} wrong: see each ✗.`);
  }
  return wrong > 0 ? 1 : 0;
}
