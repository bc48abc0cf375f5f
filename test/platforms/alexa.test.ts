import { X509Certificate } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StandInAlexa, startAlexa } from './alexa.ts';
import { responseFaults } from './alexa-check.ts';
import { ssmlFaults } from './ssml.ts';

let alexa: StandInAlexa;
beforeAll(async () => {
  alexa = await startAlexa();
});
afterAll(() => alexa.close());

const good = { version: '1.0', response: { outputSpeech: { type: 'SSML', ssml: '<speak>Hi.</speak>' }, shouldEndSession: true } };
const faultsOf = (changed: object, type = 'IntentRequest') =>
  responseFaults(JSON.stringify({ ...good, response: { ...good.response, ...changed } }), type);
const card = (content: string) => ({ card: { type: 'Simple', title: 'T', content } });

describe('the stand-in for Alexa', () => {
  it('makes certificates that node:crypto reads as they are meant', () => {
    const [root, intermediate, leaf] = [alexa.authority.pems.root, alexa.authority.pems.intermediate, alexa.authority.pems.leaf].map(
      (pem) => new X509Certificate(pem),
    );
    expect([root?.ca, intermediate?.ca, leaf?.ca]).toEqual([true, true, false]);
    expect(leaf?.subjectAltName).toBe('DNS:echo-api.amazon.com');
    expect(root && intermediate?.checkIssued(root) && intermediate.verify(root.publicKey)).toBe(true);
    expect(intermediate && leaf?.checkIssued(intermediate) && leaf.verify(intermediate.publicKey)).toBe(true);
    expect(Math.abs((leaf?.validToDate.getTime() ?? 0) - Date.now() - 86_400_000)).toBeLessThan(60_000);
  });

  it('serves its chain, and counts who asks', async () => {
    const pem = await (await fetch(`${alexa.url}chain.pem`)).text();
    expect(pem.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
    expect(alexa.fetched.get('chain.pem')).toBe(1);
    expect((await fetch(`${alexa.url}other.pem`)).status).toBe(404);
  });

  it('finds no fault in a good response', () => {
    expect(faultsOf({})).toEqual([]);
    expect(faultsOf({ ...card('x'), shouldEndSession: false, reprompt: { outputSpeech: good.response.outputSpeech } })).toEqual([]);
  });

  it.each([
    ['no speech', { outputSpeech: undefined }],
    ['speech of nothing', { outputSpeech: { type: 'SSML', ssml: '<speak> </speak>' } }],
    ['speech too long', { outputSpeech: { type: 'SSML', ssml: `<speak>${'a'.repeat(8_000)}</speak>` } }],
    ['an address read aloud', { outputSpeech: { type: 'SSML', ssml: '<speak>https://x</speak>' } }],
    ['a card too long', card('a'.repeat(8_000))],
    ['a card of no kind', { card: { type: 'Nice', title: 'T', content: 'x' } }],
    ['an image over http', { card: { type: 'Standard', title: 'T', text: 'x', image: { smallImageUrl: 'http://x/a.png' } } }],
    ['a reprompt to a closed session', { reprompt: { outputSpeech: good.response.outputSpeech } }],
    ['an open session without a reprompt', { shouldEndSession: false }],
    ['no word on the session', { shouldEndSession: undefined }],
    [
      '24 KB',
      {
        ...card('大'.repeat(7_990)),
        shouldEndSession: false,
        reprompt: { outputSpeech: { type: 'SSML', ssml: `<speak>${'大'.repeat(300)}</speak>` } },
      },
    ],
    ['a directive that nobody sends', { directives: [{ type: 'AudioPlayer.Play' }] }],
  ])('finds fault with %s', (_, changed) => {
    expect(faultsOf(changed)).toHaveLength(1);
  });

  it('takes a slot that is asked for in an open session alone, and of its own intent', () => {
    const slots = { command: { name: 'command', confirmationStatus: 'NONE' } };
    const asks = (over: object = {}) => ({
      directives: [{ type: 'Dialog.ElicitSlot', slotToElicit: 'command', updatedIntent: { name: 'RunCommandIntent', slots }, ...over }],
    });
    const open = { shouldEndSession: false, reprompt: { outputSpeech: good.response.outputSpeech } };
    expect(faultsOf({ ...open, ...asks() })).toEqual([]);
    expect(faultsOf(asks())).toHaveLength(1);
    expect(faultsOf({ ...open, ...asks({ slotToElicit: 'other' }) })).toHaveLength(1);
    expect(faultsOf({ ...open, ...asks({ updatedIntent: { name: 'AMAZON.YesIntent', slots } }) })).toHaveLength(1);
  });

  it("finds fault with speech at a session's end, and with what is no response", () => {
    expect(faultsOf({}, 'SessionEndedRequest')).toHaveLength(1);
    expect(responseFaults('', 'IntentRequest')).toHaveLength(1);
    expect(responseFaults('{"response":{}}', 'SessionEndedRequest')).toHaveLength(1);
  });

  it.each([
    '<speak>a & b</speak>',
    '<speak>a > b</speak>',
    '<speak>a < b</speak>',
    '<speak>a</speak><speak>b</speak>',
    '<speak>a',
    '<speak><b>a</b></speak>',
    '<speak><p>a</speak>',
    '<speak><s>a</p></speak>',
    '<speak>a\u0000</speak>',
    '<speak>\ud800</speak>',
    '<p>a</p>',
    'a',
    '<speak>a</speak>b',
    '<speak><break time=1s/></speak>',
  ])('finds fault with %j as SSML', (ssml) => {
    expect(ssmlFaults(ssml)).not.toEqual([]);
  });

  it.each(['<speak>a &amp; &#39;b&#x27; &lt;</speak>', '<speak>a<break time="1s"/> <prosody rate="slow">b</prosody></speak>'])(
    'takes %j as SSML',
    (ssml) => {
      expect(ssmlFaults(ssml)).toEqual([]);
    },
  );

  it('sends what it signed, hears the answer, and refuses one that Alexa would', async () => {
    let body = JSON.stringify(good);
    const server = createServer((request, response) => request.resume().on('end', () => response.end(body)));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect(await alexa.send(origin, alexa.launch())).toMatchObject({ status: 200, speech: 'Hi.', open: false });
    body = '{}';
    await expect(alexa.send(origin, alexa.launch())).rejects.toThrow('Alexa would refuse');
    server.closeAllConnections();
    server.close();
  });
});
