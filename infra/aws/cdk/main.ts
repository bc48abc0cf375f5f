import { foldersIn, loadOwn } from '../../core/own.ts';
import { environment } from '../../settings/environment.ts';
import { bellhopApp } from './app.ts';

// What cdk.json names: the CDK's own CLI runs it, and says by the environment where to write.
bellhopApp({ own: await loadOwn(foldersIn(environment(process.env))) }).app.synth();
