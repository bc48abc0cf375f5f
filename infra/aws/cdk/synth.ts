import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type AppOptions, bellhopApp } from './app.ts';

const root = join(import.meta.dirname, '../../..');
const cdkJson = z.object({ output: z.string(), context: z.record(z.string(), z.unknown()) });

export interface Synthesized {
  /** `bellhop-prod`. */
  readonly stack: string;
  /** The template's file. */
  readonly file: string;
  readonly resources: number;
}

/** What cdk.json says. */
export function cdkSettings(): z.output<typeof cdkJson> {
  return cdkJson.parse(JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')));
}

/** Where it is written. */
export const assemblyFolder = (): string => join(root, cdkSettings().output);

/** Writes a stage's template and the code of its functions, as the CDK's CLI does: no network, no credentials. Throws when a rule of good practice is broken that nobody gave a reason for. */
export function synthesize(options: AppOptions = {}): Synthesized {
  const { output, context } = cdkSettings();
  const { app, stack } = bellhopApp({ outdir: join(root, output), ...options, context: { ...context, ...options.context } });
  const { templateFullPath, template } = app.synth().getStackByName(stack.stackName);
  return { stack: stack.stackName, file: templateFullPath, resources: Object.keys(template.Resources).length };
}
