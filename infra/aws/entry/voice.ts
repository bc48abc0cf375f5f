import { type HttpEvent, type HttpResult, httpFunction } from '../events/http.ts';
import { openVoice } from '../world/voice.ts';

const { opened, lines } = openVoice();
const overHttp = httpFunction(
  async () => (await opened()).overHttp,
  (cause) => lines.error({ err: cause }, 'A request could not be taken.'),
);

/** Answers Alexa within its 8 s: over HTTP, where the request's signature is checked, or as the endpoint of a skill, which alone Lambda lets in then. */
export async function handler(event: HttpEvent | object): Promise<HttpResult | object> {
  if ('requestContext' in event) return overHttp(event as HttpEvent);
  const { bySkill } = await opened();
  const body = Buffer.from(JSON.stringify(event));
  const answer = await bySkill?.({ method: 'POST', path: '/alexa', query: '', headers: { 'content-type': 'application/json' }, body });
  // Alexa says then that there was a problem with the skill's response; the log has which.
  if (answer?.status !== 200) throw new Error(`What came as a request of the skill was answered ${answer?.status ?? 503}: ${answer?.body ?? ''}`);
  return JSON.parse(answer.body ?? '{}') as object;
}
