import { BellhopError } from '../../../shared/errors.ts';
import type { Finding } from '../../core/finding.ts';
import { DeployFailed } from './cdk.ts';

/** What AWS, or the way there, said no with, in words that say what to do. */
export function refused(about: string, cause: unknown): Finding {
  const { name, message } = cause instanceof Error ? cause : { name: '', message: String(cause) };
  return { about, state: 'wrong', detail: message || name, hint: mends.find(({ fits }) => fits.test(`${name} ${message}`))?.hint ?? unknown };
}

/** The same, where something was begun: `meanwhile` says how far it came. Throws DeployFailed in the place of what AWS said. */
export async function insisting<T>(doing: string, meanwhile: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (cause) {
    if (cause instanceof BellhopError) throw cause;
    const { detail, hint } = refused(doing, cause);
    throw new DeployFailed(doing, detail, hint === unknown ? meanwhile : `${meanwhile} ${hint}`);
  }
}

const unknown = 'See what AWS says of this, and try again.';

const mends: readonly { readonly fits: RegExp; readonly hint: string }[] = [
  {
    fits: /CredentialsProviderError|Could not load credentials|NoCredentials/i,
    hint: 'Log in: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, as for the AWS command line.',
  },
  { fits: /Expired/i, hint: 'The credentials are over: log in again (aws sso login).' },
  {
    fits: /InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch|InvalidAccessKeyId|AuthFailure/i,
    hint: 'AWS does not know these credentials, or not in this region: copy them anew; a region may have to be enabled for the account first.',
  },
  { fits: /AccessDenied|not authorized|Forbidden/i, hint: 'Give this user the right to ask that: who deploys may read what it deploys.' },
  { fits: /Throttl|TooManyRequests|Rate exceeded/i, hint: 'Others ask much of this account just now: try again in a minute.' },
  {
    fits: /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|TimeoutError|UnknownEndpoint/i,
    hint: 'AWS is not reached from this machine: see to its network and DNS, and whether the region is spelled right.',
  },
];
