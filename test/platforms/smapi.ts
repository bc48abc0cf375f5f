import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

type Fields = Readonly<Record<string, unknown>>;

/** Login with Amazon and the Skill Management API on loopback, for one skill in development: what is put is first being built, and then stands or not. */
export async function startSmapi(skillId: string) {
  const kept = new Map<string, unknown>([
    ['/stages/development/manifest', { manifest: { manifestVersion: '1.0', publishingInformation: { category: 'SMART_HOME' } } }],
  ]);
  const building = new Map<string, 'IN_PROGRESS' | 'SUCCEEDED' | 'FAILED'>();
  const refusing = new Set<string>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    const { status, json } = answer(request.method ?? '', request.url ?? '', body, request.headers.authorization);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  function answer(method: string, address: string, body: string, authorization: string | undefined): { status: number; json: Fields } {
    if (address === '/auth/o2/token') {
      const given = new URLSearchParams(body);
      return given.get('refresh_token') === 'Atzr|stand-in' && given.get('client_secret') === 'secret'
        ? { status: 200, json: { access_token: 'Atza|stand-in', expires_in: 3_600 } }
        : { status: 400, json: { error: 'invalid_grant', error_description: 'The refresh token is not valid' } };
    }
    const prefix = `/v1/skills/${skillId}`;
    if (authorization !== 'Bearer Atza|stand-in' || !address.startsWith(prefix)) return { status: 401, json: { message: 'Token is invalid' } };
    const path = address.slice(prefix.length);
    if (path.startsWith('/status')) return { status: 200, json: statusOf(path.endsWith('interactionModel')) };
    if (method === 'GET') return kept.has(path) ? { status: 200, json: kept.get(path) as Fields } : { status: 404, json: { message: 'Not found' } };
    const locale = path.split('/locales/')[1] ?? 'manifest';
    building.set(locale, refusing.has(locale) ? 'FAILED' : 'SUCCEEDED');
    if (!refusing.has(locale)) kept.set(path, JSON.parse(body));
    return { status: 202, json: {} };
  }

  function statusOf(isModel: boolean): Fields {
    const about = (locale: string) => ({
      lastUpdateRequest: { status: building.get(locale), errors: [{ message: 'Sample utterance is not valid' }] },
    });
    if (!isModel) return { manifest: about('manifest') };
    return {
      interactionModel: Object.fromEntries([...building.keys()].filter((locale) => locale !== 'manifest').map((locale) => [locale, about(locale)])),
    };
  }

  return {
    env: {
      SMAPI_REFRESH_TOKEN: 'Atzr|stand-in',
      SMAPI_CLIENT_ID: 'amzn1.application-oa2-client.1',
      SMAPI_CLIENT_SECRET: 'secret',
      SMAPI_API_URL: url,
      SMAPI_TOKEN_URL: `${url}/auth/o2/token`,
    },
    model: (locale: string) => kept.get(`/stages/development/interactionModel/locales/${locale}`) as Fields | undefined,
    manifest: () => kept.get('/stages/development/manifest') as Fields,
    /** The build of this locale fails. */
    refuse: (locale: string) => void refusing.add(locale),
    heal: () => refusing.clear(),
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
