import { join } from 'node:path';
import { App, type Stack, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { Own } from '../../core/own.ts';
import { bundle, entryFile } from './bundle.ts';
import { bellhopStack } from './stack.ts';
import { stageOf } from './stage.ts';

export interface AppOptions {
  /** What cdk.json and the command line say, where this is not run by the CDK's own CLI. */
  readonly context?: Readonly<Record<string, unknown>>;
  /** The stage; left out: the context's `stage`, else prod. */
  readonly stage?: string;
  /** Where what is made is written; left out: where the CDK's CLI says. */
  readonly outdir?: string;
  /** People's own skills and channels, which go with it. */
  readonly own?: Own;
  /** Left out: it is held to CloudFormation's schemas and AWS's rules of good practice, which is most of the work. */
  readonly isChecked?: boolean;
  /** The folder that has an entry file's code; left out: it is bundled into `outdir`. */
  readonly codeOf?: (entry: string) => string;
}

/** The CDK app: one stage, held to AWS's rules of good practice. Throws SettingsError for a stage that is not there, or has something wrong. */
export function bellhopApp({ context = {}, stage, outdir, own, codeOf, isChecked = true }: AppOptions = {}): {
  readonly app: App;
  readonly stack: Stack;
} {
  const app = new App({
    context: { ...context },
    analyticsReporting: false,
    builtinCloudFormationValidation: isChecked,
    ...(outdir === undefined ? {} : { outdir }),
  });
  const name = stage ?? String(app.node.tryGetContext('stage') ?? 'prod');
  const stack = bellhopStack(app, stageOf(name, app.node.tryGetContext('stages')), codeOf ?? bundling(app.outdir, own), own?.channels);
  if (isChecked) Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return { app, stack };
}

/** Bundles each entry once, whichever functions have it. */
function bundling(outdir: string, own: Own | undefined): (entry: string) => string {
  const done = new Map<string, string>();
  return (entry) => {
    const folder = done.get(entry) ?? bundle(entryFile(entry), join(outdir, 'code', entry), own).folder;
    done.set(entry, folder);
    return folder;
  };
}
