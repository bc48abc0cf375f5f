import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { z } from 'zod';
import type { AppOptions } from '../../infra/aws/cdk/app.ts';
import { synthesize } from '../../infra/aws/cdk/synth.ts';
import { noOwn, type Own } from '../../infra/core/own.ts';

const violation = z.object({ ruleName: z.string() });
const report = z.object({
  pluginReports: z.array(
    z.object({
      pluginName: z.string(),
      conclusion: z.string(),
      violations: z.array(violation),
      suppressedViolations: z.array(violation.extend({ reason: z.string() })).default([]),
    }),
  ),
});
const resource = z.looseObject({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).default({}) });
const template = z.looseObject({ Resources: z.record(z.string(), resource) });

/** A stage's stack, made as `synth` does it but for the functions' code. */
export interface MadeStack {
  readonly template: Template;
  readonly resources: Readonly<Record<string, z.output<typeof resource>>>;
}

export interface CheckedStack extends MadeStack {
  /** What was held against it, and which of it was accepted for a reason. */
  readonly report: z.output<typeof report>;
}

/** Makes a stage of these settings, held to no rules yet: that is most of the work. */
export const makeStack = (settings: object = {}, stage = 'prod', own: Own = noOwn): MadeStack =>
  made({ stage, own, isChecked: false, context: { stages: { [stage]: settings } } }, (stack) => stack);

/** The same, held to the rules. Throws what `synth` throws. */
export const checkedStack = (settings: object = {}, stage = 'prod', own: Own = noOwn): CheckedStack =>
  made({ stage, own, context: { stages: { [stage]: settings } } }, (stack, outdir) => ({
    ...stack,
    report: report.parse(JSON.parse(readFileSync(join(outdir, 'validation-report.json'), 'utf8'))),
  }));

function made<T>(options: AppOptions, read: (stack: MadeStack, outdir: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'bellhop-stack-'));
  try {
    const code = join(folder, 'code');
    mkdirSync(code);
    writeFileSync(join(code, 'index.mjs'), 'export const handler = async () => ({});\n');
    const outdir = join(folder, 'out');
    const { file } = synthesize({ ...options, outdir, codeOf: () => code });
    const json = JSON.parse(readFileSync(file, 'utf8'));
    return read({ template: Template.fromJSON(json), resources: template.parse(json).Resources }, outdir);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** All resources of a type: their properties by their names. */
export function ofType({ resources }: MadeStack, type: string): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
  return Object.fromEntries(Object.entries(resources).flatMap(([id, { Type, Properties }]) => (Type === type ? [[id, Properties]] : [])));
}
