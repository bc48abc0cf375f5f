import type { IncomingHttpHeaders } from 'node:http';
import { SkillBuilders } from 'ask-sdk-core';
import { serve } from './serve.ts';
import { settings } from './settings.ts';

/** The SDK's own adapter: checks signature and time, and runs a skill that says one word. Its cache has the certificate of this run, as it would after the first request. */
const { skillId, certUrl, chain } = settings.keys.alexa;
const skill = SkillBuilders.custom()
  .withSkillId(skillId)
  .addRequestHandlers({ canHandle: () => true, handle: ({ responseBuilder }) => responseBuilder.speak('Done.').getResponse() })
  .create();

interface Verifier {
  readonly certCache: Map<string, string>;
  verify(body: string, headers: IncomingHttpHeaders): Promise<void>;
}
type Adapter = Readonly<Record<'SkillRequestSignatureVerifier' | 'TimestampVerifier', new () => Verifier>>;
// By a name that no checker follows: the adapter is measured where it is installed, and missed by nothing else.
const adapter = 'ask-sdk-express-adapter';
const { SkillRequestSignatureVerifier, TimestampVerifier }: Adapter = await import(adapter);
const signature = new SkillRequestSignatureVerifier();
signature.certCache.set(certUrl, chain);
const time = new TimestampVerifier();

await serve((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', async () => {
    const body = Buffer.concat(chunks).toString();
    try {
      await Promise.all([signature.verify(body, request.headers), time.verify(body, request.headers)]);
      response.setHeader('content-type', 'application/json; charset=utf-8');
      response.end(JSON.stringify(await skill.invoke(JSON.parse(body))));
    } catch (cause) {
      response.statusCode = 400;
      response.end(String(cause));
    }
  });
});
