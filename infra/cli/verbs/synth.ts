import { foldersIn, loadOwn } from '../../core/own.ts';
import type { Verb } from '../verb.ts';

/** `synth [STAGE]`: the template of a stage on AWS and the code of its functions, in cdk.out. Asks nothing of AWS. */
export const synth: Verb = {
  usage: 'synth [STAGE]',
  summary: 'Write what `deploy` would bring to AWS, without asking AWS anything',
  words: [0, 1],
  async run([stage], shell, { json }) {
    (await import('../../aws/deploy/cdk.ts')).checkTools();
    const { synthesize } = await import('../../aws/cdk/synth.ts');
    const own = await loadOwn(foldersIn(shell.env));
    const made = synthesize({ own, ...(stage === undefined ? {} : { stage }) });
    shell.out(json ? JSON.stringify(made) : `${made.stack}: ${made.resources} resources, ${made.file}`);
    return 0;
  },
};
