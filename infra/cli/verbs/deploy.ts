import { systemClock } from '../../../shared/clock.ts';
import { SettingsError } from '../../../shared/errors.ts';
import type { DeployParts } from '../../aws/deploy/deploy.ts';
import { agreed } from '../ask.ts';
import { checkChannels } from '../doctor/channels.ts';
import { lines } from '../doctor/lines.ts';
import { checkSettings } from '../doctor/settings.ts';
import { type Shell, UsageError, type Verb } from '../verb.ts';

/** `deploy [--stage NAME]`: looks at everything, shows what would change, asks; then brings it to AWS, tells the platforms and tries what stands there. */
export const deploy: Verb = {
  usage: 'deploy [--stage NAME] [--yes]',
  summary: 'Bring a stage to AWS: check, show what changes, ask, deploy, tell the platforms, try it',
  words: [0, 0],
  takesStage: true,
  asks: true,
  async run(_, shell, { json, stage: name = 'prod', yes = false }) {
    if (!yes && (json || !shell.isTerminal)) throw new UsageError('Nobody can be asked here: say --yes to deploy what is found right.');
    const [{ checkTools, cdkCli }, { deploy: deployed }, { sdkAccount, usualRegion }, { lookAt }, { stageOf }, { mailOf }] = await Promise.all([
      import('../../aws/deploy/cdk.ts'),
      import('../../aws/deploy/deploy.ts'),
      import('../../aws/deploy/sdk-account.ts'),
      import('../../local/plan.ts'),
      import('../../aws/cdk/stage.ts'),
      import('../../aws/deploy/settings.ts'),
    ]);
    checkTools();
    // The SDK and the CDK read these themselves, and know of no .env.
    for (const [variable, value] of Object.entries(shell.env)) if (variable.startsWith('AWS_')) process.env[variable] ??= value;
    const { cdkSettings, assemblyFolder, synthesize } = await import('../../aws/cdk/synth.ts');
    const stage = stageOf(name, cdkSettings().context.stages);
    const region = stage.region ?? (await usualRegion());
    if (region === null)
      throw new SettingsError('No region is named.', `Set "region" of the stage ${name} in cdk.json, or AWS_REGION, such as eu-central-1.`);
    // What the stage keeps is read where it stands.
    process.env.AWS_REGION = region;
    const { modules, own, problems } = await lookAt(shell.env, systemClock, mailOf(stage));
    const out = json ? () => {} : shell.out;

    const report = await deployed({
      stage,
      account: sdkAccount(region),
      env: shell.env,
      own,
      tools: { clock: systemClock, random: Math.random },
      problems: checkSettings(shell.env, modules, problems).filter(({ state }) => state === 'wrong'),
      make() {
        synthesize({ stage: name, own });
        return cdkCli({ assembly: assemblyFolder(), region });
      },
      ask: asking(shell, out, yes),
      records: async () => (await import('../../aws/publishing.ts')).recordsOfStage(shell.env, name),
      probe: checkChannels,
    });

    const wrong = report.tried.filter(({ state }) => state === 'wrong').length;
    if (json) shell.out(JSON.stringify(report));
    else if (report.state === 'refused') shell.err('Something is wrong: see each ✗. Nothing was touched.');
    else if (report.state === 'declined') shell.out('Nothing was touched.');
    else {
      shell.out(`\nTried\n${lines(report.tried)}\n`);
      if (report.claim) shell.out(`As long as nobody is admin, this makes one, on any channel: claim ${report.claim}\n`);
      shell.out(wrong === 0 ? `${report.stack} is at ${report.outputs.Url}` : `${report.stack} is deployed, and not all of it works: see each ✗.`);
    }
    return report.state === 'refused' || report.state === 'declined' || wrong > 0 ? 1 : 0;
  },
};

function asking({ input }: Shell, out: (text: string) => void, yes: boolean): DeployParts['ask'] {
  return {
    found: (findings) => out(`Checked, touching nothing\n${lines(findings)}\n`),
    async agrees({ diff, settings: { added, changed } }) {
      out(diff ?? 'The stack stays as it is.');
      const names = [...added.map((one) => `new ${one}`), ...changed.map((one) => `another ${one}`)];
      out(names.length === 0 ? 'The secret stays as it is.' : `The secret: ${names.join(', ')}`);
      return yes || (await agreed('\nDeploy this?', input));
    },
    tell: out,
  };
}
