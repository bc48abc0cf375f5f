import { certificate, type KeyPair, rsaKeys } from '../../test/platforms/certificates.ts';

/** What the platforms of a run sign with. JSON, so that it can be handed to the processes. */
export interface Keys {
  readonly slack: { readonly signingSecret: string };
  readonly telegram: { readonly token: string; readonly secret: string; readonly botId: number; readonly botName: string };
  readonly messenger: { readonly appSecret: string; readonly page: string };
  readonly teams: { readonly appId: string; readonly privateKey: string; readonly publicKey: string; readonly kid: string };
  readonly alexa: {
    readonly skillId: string;
    readonly certUrl: string;
    readonly root: string;
    readonly chain: string;
    readonly privateKey: string;
    readonly publicKey: string;
  };
}

/** New keys for one run. */
export function newKeys(): Keys {
  const teams = rsaKeys();
  const authority = { name: 'Bench Root', key: rsaKeys() };
  const leaf = rsaKeys();
  const times = { from: Date.now() - 86_400_000, until: Date.now() + 86_400_000 };
  const root = certificate({ ...authority, ...times, ca: true });
  const signing = certificate({ name: 'echo-api.amazon.com', hosts: ['echo-api.amazon.com'], key: leaf, issuer: authority, ...times });
  return {
    slack: { signingSecret: '8f742231b10e8888abcd99yyyzzz85a5' },
    telegram: {
      token: '110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw',
      secret: 'a-secret_Token-0123456789abcdef',
      botId: 110201543,
      botName: 'bellhop_bot',
    },
    messenger: { appSecret: '0f1e2d3c4b5a69788796a5b4c3d2e1f0', page: '1160000000000001' },
    teams: { appId: '5f1e9d2c-7a3b-4c6d-8e9f-0a1b2c3d4e5f', kid: 'bench-key', ...pem(teams) },
    alexa: {
      skillId: 'amzn1.ask.skill.0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0',
      certUrl: 'https://s3.amazonaws.com/echo.api/bench-cert.pem',
      root,
      chain: signing + root,
      ...pem(leaf),
    },
  };
}

function pem({ privateKey, publicKey }: KeyPair): { privateKey: string; publicKey: string } {
  return {
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
}
