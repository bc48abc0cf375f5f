import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { BellhopError, SettingsError } from '../../../shared/errors.ts';

/** What the stack said at its end: `Url`, `SecretArn`, … */
export type Outputs = Readonly<Record<string, string>>;

/** Brings a made stack to AWS. */
export interface Cdk {
  /** What deploying would change, as the CDK shows it; null when nothing. Throws DeployFailed. */
  diff(stack: string): Promise<string | null>;
  /** Deploys, telling each line of what goes on. One that is there as it should be is left alone. Throws DeployFailed. */
  deploy(stack: string, tell: (line: string) => void): Promise<Outputs>;
}

/** The CDK's command line gave up. */
export class DeployFailed extends BellhopError {
  constructor(doing: string, said: string, hint: string) {
    super('deploy_failed', `${doing} failed: ${said}`, { hint });
  }
}

/** CloudFormation takes some minutes for a stage; what takes longer than this is not going to end. */
const diffMs = 5 * 60_000;
const deployMs = 60 * 60_000;

const outputsFile = z.record(z.string(), z.record(z.string(), z.string()));
const require = createRequire(import.meta.url);

/** What a deployment needs of a checkout beside the program: they are its development dependencies. Throws SettingsError when they are not there. */
export function checkTools(names: readonly string[] = ['aws-cdk', 'aws-cdk-lib', 'constructs', 'cdk-nag', 'esbuild']): void {
  const lacking = names.filter((name) => !isThere(name));
  if (lacking.length > 0)
    throw new SettingsError(
      `${lacking.join(', ')} ${lacking.length === 1 ? 'is' : 'are'} not installed here.`,
      'Deploy from a checkout: npm ci there, without --omit=dev.',
    );
}

function isThere(name: string): boolean {
  try {
    require.resolve(`${name}/package.json`);
    return true;
  } catch {
    return false;
  }
}

/** The CDK's own command line, pinned in package.json, on what `synth` wrote into `assembly`: no app runs again, and no Docker. It has the credentials of the process. */
export function cdkCli({ assembly, region }: { readonly assembly: string; readonly region: string }): Cdk {
  const bin = join(require.resolve('aws-cdk/package.json'), '../bin/cdk');
  const always = ['--app', assembly, '--no-notices', '--no-version-reporting', '--no-color', '--ci'];
  const env = { ...process.env, AWS_REGION: region, CDK_DISABLE_CLI_TELEMETRY: 'true', NO_COLOR: '1' };

  async function run(doing: string, args: readonly string[], ms: number, hint: string, tell: (line: string) => void = () => {}): Promise<string[]> {
    const child = spawn(process.execPath, [bin, ...args, ...always], { env, stdio: ['ignore', 'pipe', 'pipe'], timeout: ms });
    const lines: string[] = [];
    const heard = [child.stdout, child.stderr].map(async (stream) => {
      for await (const line of createInterface({ input: stream })) {
        lines.push(line);
        tell(line);
      }
    });
    const code = await new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
    await Promise.all(heard);
    if (code === null) throw new DeployFailed(doing, `it took longer than ${ms / 60_000} minutes, and was ended.`, hint);
    if (code !== 0) throw new DeployFailed(doing, reasonIn(lines), hint);
    return lines;
  }

  return {
    async diff(stack) {
      const lines = await run('Comparing', ['diff', stack, '--method', 'template'], diffMs, 'Nothing was touched.');
      const count = lines.flatMap((line) => /Number of stacks with differences: (\d+)/.exec(line)?.[1] ?? []).at(-1);
      return count === '0' ? null : lines.join('\n').trim();
    },
    async deploy(stack, tell) {
      const folder = mkdtempSync(join(tmpdir(), 'bellhop-deploy-'));
      try {
        const file = join(folder, 'outputs.json');
        const args = ['deploy', stack, '--require-approval', 'never', '--progress', 'events', '--outputs-file', file];
        await run(
          'Deploying',
          args,
          deployMs,
          'CloudFormation goes back to what was before; see its events of this stack, mend, and deploy again.',
          tell,
        );
        return outputsFile.parse(JSON.parse(readFileSync(file, 'utf8')))[stack] ?? {};
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  };
}

/** The line that says why, among all that the CDK writes. */
function reasonIn(lines: readonly string[]): string {
  const words = lines.map((line) => line.trim()).filter((line) => line !== '');
  return (
    words.findLast((line) => /fail|error|denied|not found|not exist|invalid|expired|unable|cannot|can't/i.test(line)) ??
    words.at(-1) ??
    'it said nothing.'
  );
}
