import { secretOf } from '../../jobs/checks/check.ts';
import { BellhopError } from '../../shared/errors.ts';
import type { Secrets } from '../../shared/secrets/secrets.ts';

export const secretActions = ['list', 'set', 'delete'] as const;

/** What is to be done with the secrets that a tenant's checks name. */
export interface SecretsAsked {
  readonly action: (typeof secretActions)[number];
  /** `channel/tenant`: `slack/T012`. */
  readonly tenant: string;
  readonly name?: string | undefined;
  /** Of `set`. */
  readonly value?: string | undefined;
}

/** Does it, and answers the names there are then; a value is never told. Throws BellhopError for what can't be one, SecretTooLarge, and what the secrets throw. */
export async function checkSecrets(
  { action, tenant, name, value }: SecretsAsked,
  secrets: Pick<Secrets, 'put' | 'delete' | 'list'>,
): Promise<readonly string[]> {
  const [, channel = '', id = ''] = /^([a-z]{1,20})\/([\w.:@-]{1,80})$/.exec(tenant) ?? [];
  if (channel === '') throw unfit(`"${tenant}" is no tenant.`, 'Write channel/tenant, as `bellhop export` does: slack/T012.');
  const at = (what: string) => secretOf({ place: { channel, tenant: id } }, what);
  if (action !== 'list') {
    if (name === undefined || !/^[\w.:@/-]{1,80}$/.test(name))
      throw unfit(`"${name ?? ''}" can't name a secret.`, 'Take letters, digits and . _ : @ / - alone.');
    if (action === 'delete') await secrets.delete(at(name));
    else if (value === undefined || value === '') throw unfit(`The secret ${name} has no value.`, 'Give it on standard input.');
    else await secrets.put(at(name), value);
  }
  const names: string[] = [];
  let after: string | undefined;
  do {
    const page = await secrets.list(at(''), after === undefined ? {} : { after });
    names.push(...page.names.map((one) => one.slice(at('').length)));
    after = page.next ?? undefined;
  } while (after !== undefined);
  return names;
}

const unfit = (message: string, hint: string) => new BellhopError('secret_unfit', message, { hint });
