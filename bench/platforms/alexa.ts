import { sign } from 'node:crypto';
import { post } from './http.ts';
import type { Keys } from './keys.ts';

/** An intent with a slot as Alexa sends it, signed over its bytes. `index` makes its request id; `at` is its timestamp, ms. */
export function alexaRequest(
  { alexa }: Keys,
  index: number,
  options: { readonly intent: string; readonly value: string; readonly at: number },
): Buffer {
  const application = { applicationId: alexa.skillId };
  const user = { userId: `amzn1.ask.account.BENCH${index % 499}` };
  const body = Buffer.from(
    JSON.stringify({
      version: '1.0',
      session: { new: true, sessionId: `amzn1.echo-api.session.${index}`, application, attributes: {}, user },
      context: {
        System: {
          application,
          user,
          device: { deviceId: `amzn1.ask.device.BENCH${index % 499}`, supportedInterfaces: {} },
          apiEndpoint: 'https://api.eu.amazonalexa.com',
          apiAccessToken: 'eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiIsImtpZCI6IjEifQ.bench.bench',
        },
      },
      request: {
        type: 'IntentRequest',
        requestId: `amzn1.echo-api.request.${String(index).padStart(12, '0')}`,
        locale: 'en-GB',
        timestamp: new Date(options.at).toISOString().replace(/\.\d+Z$/, 'Z'),
        intent: {
          name: options.intent,
          confirmationStatus: 'NONE',
          slots: { site: { name: 'site', value: options.value, confirmationStatus: 'NONE', source: 'USER' } },
        },
        dialogState: 'COMPLETED',
      },
    }),
  );
  return post(
    '/alexa',
    {
      'Content-Type': 'application/json; charset=utf-8',
      Accept: 'application/json',
      'Accept-Charset': 'utf-8',
      Signature: 'bm90IGxvb2tlZCBhdA==',
      'Signature-256': sign('sha256', body, alexa.privateKey).toString('base64'),
      SignatureCertChainUrl: alexa.certUrl,
      'User-Agent': 'Apache-HttpClient/4.5.x (Java/1.8.0)',
    },
    body,
  );
}
