import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { App, Stack } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { access } from '../aws/listening.ts';

/** moto's address as the CDK needs it: moto looks for a template at s3.amazonaws.com or at localhost alone. */
export const forCdk = (moto: string) => moto.replace('127.0.0.1', 'localhost');

/** `cdk bootstrap` of moto's account, by the CDK's own command line, as one does once for each account and region. */
export async function bootstrap(moto: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bellhop-bootstrap-'));
  try {
    const app = new App({ outdir: folder, analyticsReporting: false });
    // An app of something: nothing of it is deployed.
    new Queue(new Stack(app, 'any', { analyticsReporting: false }), 'Q');
    app.synth();
    const bin = join(import.meta.dirname, '../../node_modules/aws-cdk/bin/cdk');
    const args = ['bootstrap', `aws://000000000000/${access.region}`, '--app', folder, '--no-notices', '--ci'];
    const { accessKeyId, secretAccessKey } = access.credentials;
    const credentials = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_REGION: access.region };
    await promisify(execFile)(process.execPath, [bin, ...args], { env: { ...process.env, ...credentials, AWS_ENDPOINT_URL: forCdk(moto) } });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
