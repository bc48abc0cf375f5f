import type { SignedPosts } from '../../aws/signed.ts';

/** What a secret says now. */
export interface SecretValue {
  readonly version: string;
  /** Undefined: it is bytes. */
  readonly text: string | undefined;
}

/** Asks for a secret by its ARN or name, until `abortSignal` ends it. */
export type AskSecret = (secretId: string, abortSignal: AbortSignal) => Promise<SecretValue>;

const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'secretsmanager.GetSecretValue' };

/** AWS Secrets Manager API Reference, "GetSecretValue", by AWS's JSON 1.1 protocol. The SDK's client for it is a thirtieth of a way in, for one question in 5 minutes. */
export function secretsManager(post: SignedPosts): AskSecret {
  return async (secretId, abortSignal) => {
    const answer = parsed(await post({ path: '/', headers, body: JSON.stringify({ SecretId: secretId }) }, abortSignal));
    return { version: answer.VersionId ?? '', text: answer.SecretString };
  };
}

function parsed(body: string): { readonly VersionId?: string; readonly SecretString?: string } {
  try {
    return Object(JSON.parse(body));
  } catch {
    // The parser's message would quote the secret.
    throw new Error('Secrets Manager answered what is no JSON.');
  }
}
