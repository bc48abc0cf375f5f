import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { functionParts } from '../../infra/aws/cdk/functions.ts';
import { synthesize } from '../../infra/aws/cdk/synth.ts';
import type { Counts } from './uses.ts';

const template = z.object({ Resources: z.record(z.string(), z.object({ Type: z.string() })) });

/** Counts what a stage as it comes has, in its template. `folder` is an empty one to make it in. */
export function countStage(folder: string): Counts {
  const code = join(folder, 'code');
  mkdirSync(code);
  writeFileSync(join(code, 'index.mjs'), '');
  const { file } = synthesize({
    stage: 'prod',
    outdir: join(folder, 'out'),
    codeOf: () => code,
    isChecked: false,
    context: { stages: { prod: {} } },
  });
  const types = Object.values(template.parse(JSON.parse(readFileSync(file, 'utf8'))).Resources).map(({ Type }) => Type);
  const count = (type: string) => types.filter((one) => one === type).length;
  return {
    alarms: count('AWS::CloudWatch::Alarm'),
    dashboards: count('AWS::CloudWatch::Dashboard'),
    keys: count('AWS::KMS::Key'),
    secrets: count('AWS::SecretsManager::Secret'),
    feeds: count('AWS::Lambda::EventSourceMapping'),
    sweepGb: (functionParts.find(({ trigger }) => trigger.kind === 'minute')?.memoryMb ?? 0) / 1_024,
  };
}
