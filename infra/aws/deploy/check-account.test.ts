import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type AccountStandIn, startAccount } from '../../../test/aws/account.ts';
import { access } from '../../../test/aws/listening.ts';
import { stageOf } from '../cdk/stage.ts';
import { checkAccount } from './check-account.ts';
import { sdkAccount } from './sdk-account.ts';
import { services } from './services.ts';

let aws: AccountStandIn;
beforeAll(async () => {
  aws = await startAccount();
});
afterAll(() => aws.close());
beforeEach(() => {
  vi.stubEnv('AWS_ENDPOINT_URL', aws.endpoint);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  aws.state.concurrency = { limit: 1_000, unreserved: 1_000 };
  aws.state.functions.clear();
  aws.state.refuse = null;
});
afterEach(() => vi.unstubAllEnvs());

async function found(settings: object = {}, account = sdkAccount(access.region)) {
  const findings = await checkAccount(account, stageOf('prod', { prod: settings }));
  const of = (about: string) => findings.find((one) => one.about === about);
  return { findings, of, words: (about: string) => `${of(about)?.state}: ${of(about)?.detail} ${of(about)?.hint ?? ''}`.trim() };
}

it('says whose the credentials are, and that the account can have the stage', async () => {
  const { findings } = await found();
  expect(findings.map(({ about, state }) => [about, state])).toEqual([
    ['credentials', 'ok'],
    ['region', 'ok'],
    ['concurrency', 'ok'],
    ['bootstrap', 'ok'],
    ['mail', 'off'],
  ]);
  expect(findings[0]?.detail).toBe(`arn:aws:iam::${aws.id}:user/ann, account ${aws.id}`);
});

describe('credentials', () => {
  it.each([
    ['sts:ExpiredToken', 'log in again'],
    ['sts:InvalidClientTokenId', 'does not know these credentials'],
    ['sts:SignatureDoesNotMatch', 'does not know these credentials'],
  ])('that AWS refuses with %s end the looking, and it says what to do', async (error, hint) => {
    aws.state.refuse = { what: 'sts', status: 403, error };
    const { findings, words } = await found();
    expect(findings).toHaveLength(1);
    expect(words('credentials')).toMatch(/^wrong: /);
    expect(words('credentials')).toContain(hint);
  });

  it('that are not there are asked for', async () => {
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_PROFILE']) vi.stubEnv(name, undefined);
    for (const name of ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE']) vi.stubEnv(name, '/nonesuch');
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
    expect((await found()).words('credentials')).toContain('set AWS_PROFILE, or AWS_ACCESS_KEY_ID');
  });

  it("of another account than the stage's are no good", async () => {
    expect((await found({ account: '123456789012' })).words('credentials')).toMatch(/account 000000000000, and the stage prod is of 123456789012/);
  });

  it('that reach nobody are a matter of the network', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL', 'http://127.0.0.1:9');
    expect((await found()).words('credentials')).toContain('not reached from this machine');
  });
});

describe('a region', () => {
  const without = (...lacking: string[]) => {
    const account = sdkAccount(access.region);
    return { ...account, hasEndpoint: async (service: string) => !lacking.includes(service) };
  };

  it('that lacks services is refused, by their names', async () => {
    expect((await found({}, without('scheduler'))).words('region')).toBe(
      'wrong: us-east-1 has no EventBridge Scheduler Name another region for the stage in cdk.json.',
    );
    expect((await found({}, without('scheduler', 'xray'))).words('region')).toContain('no EventBridge Scheduler, no X-Ray');
    expect((await found({}, without(...services.map(({ endpoint }) => endpoint)))).words('region')).toContain('there is no region us-east-1');
  });

  it('needs SES only for a stage that sends mail', async () => {
    expect((await found({}, without('email'))).of('region')?.state).toBe('ok');
    expect((await found({ mailFrom: 'example.com' }, without('email'))).words('region')).toContain('has no SES');
  });

  it('is looked up by the name of each endpoint; what can not be looked up is not taken for lacking', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL', undefined);
    const hosts: string[] = [];
    const looking = (code: string) =>
      sdkAccount('cn-north-1', async (host) => {
        hosts.push(host);
        if (host.startsWith('xray')) throw Object.assign(new Error(`getaddrinfo ${code} ${host}`), { code });
      });
    expect(await looking('ENOTFOUND').hasEndpoint('sqs')).toBe(true);
    expect(await looking('ENOTFOUND').hasEndpoint('xray')).toBe(false);
    await expect(looking('EAI_AGAIN').hasEndpoint('xray')).rejects.toThrow('EAI_AGAIN');
    expect(hosts[0]).toBe('sqs.cn-north-1.amazonaws.com.cn');
  });
});

describe("Lambda's quota", () => {
  it('that is too small says by how much, and which concurrency would fit', async () => {
    aws.state.concurrency = { limit: 10, unreserved: 10 };
    expect((await found()).words('concurrency')).toMatch(
      /^wrong: the stage keeps 79\d runs for itself, and 0 can be kept: Lambda runs 10 at once here, 100 of them stay for all Ask for more .*set "concurrency" .* to 0 or less/,
    );
    aws.state.concurrency = { limit: 500, unreserved: 450 };
    expect((await found()).words('concurrency')).toContain('to 350 or less');
    expect((await found({ concurrency: 350 })).of('concurrency')?.state).toBe('ok');
    expect((await found({ concurrency: 0 })).of('concurrency')?.state).toBe('ok');
  });

  it('counts what the stage keeps already, and what others keep', async () => {
    aws.state.functions.set('bellhop-prod-run-quick', { variables: {}, reserved: 386 });
    aws.state.concurrency = { limit: 1_000, unreserved: 1_000 - 386 };
    expect((await found()).of('concurrency')?.state).toBe('ok');
    aws.state.functions.clear();
    expect((await found()).of('concurrency')?.state).toBe('wrong');
  });

  it('that may not be asked says what is lacking', async () => {
    aws.state.refuse = { what: 'GET /2016', status: 403, error: 'AccessDeniedException' };
    expect((await found()).words('concurrency')).toContain('Give this user the right');
  });
});

it('says how to bootstrap an account and region that never were', async () => {
  const { words } = await found({}, sdkAccount('eu-central-1'));
  expect(words('bootstrap')).toContain(`npx cdk bootstrap aws://${aws.id}/eu-central-1`);
});

it('sends mail as who was verified, by itself or by its domain, and tells of the sandbox', async () => {
  expect((await found({ mailFrom: 'bot@example.com' })).words('mail')).toContain('may not send as bot@example.com');
  aws.state.identities.add('example.com');
  expect((await found({ mailFrom: 'bot@example.com' })).of('mail')?.state).toBe('ok');
  aws.state.sendsToAnyone = false;
  expect((await found({ mailFrom: 'example.com' })).words('mail')).toContain('sandbox');
});
