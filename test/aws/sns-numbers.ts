import { createServer, type ServerResponse } from 'node:http';
import { listening } from './listening.ts';

/** SNS as far as short messages go, on loopback: Publish with PhoneNumber, by the query protocol, checked as SNS documents it. */
export interface SnsNumbers {
  readonly endpoint: string;
  /** What was sent, oldest first. */
  readonly sent: readonly { readonly to: string; readonly from: string; readonly body: string; readonly type: string }[];
  /** Numbers on the account's opt-out list. */
  readonly optedOut: Set<string>;
  /** How the next calls go wrong: an error of SNS, or no answer at all. */
  readonly wrongs: (readonly [code: string, status: number] | 'close')[];
  close(): Promise<void>;
}

export async function startSnsNumbers(): Promise<SnsNumbers> {
  const sent: { to: string; from: string; body: string; type: string }[] = [];
  const optedOut = new Set<string>();
  const wrongs: (readonly [string, number] | 'close')[] = [];

  function answer(form: URLSearchParams, response: ServerResponse): void {
    const refuse = (code: string, status = 400) =>
      response
        .writeHead(status, { 'content-type': 'text/xml' })
        .end(
          `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${code} it is</Message></Error><RequestId>1</RequestId></ErrorResponse>`,
        );
    const wrong = wrongs.shift();
    if (wrong === 'close') return void response.destroy();
    if (wrong) return void refuse(...wrong);
    const names = [...form].flatMap(([key, value]) =>
      /^MessageAttributes\.entry\.\d+\.Name$/.test(key) ? [[value, key.replace(/Name$/, 'Value.StringValue')]] : [],
    );
    const attributes = Object.fromEntries(names.map(([name = '', key = '']) => [name, form.get(key) ?? '']));
    const [to = '', body = ''] = [form.get('PhoneNumber') ?? '', form.get('Message') ?? ''];
    if (form.get('Action') !== 'Publish' || !/^\+[1-9]\d{6,14}$/.test(to)) return void refuse('InvalidParameter');
    if (body === '' || body.length > 1_600 || !/^\+[1-9]\d{6,14}$/.test(attributes['AWS.MM.SMS.OriginationNumber'] ?? ''))
      return void refuse('InvalidParameter');
    if (optedOut.has(to)) return void refuse('OptedOut');
    sent.push({ to, body, from: attributes['AWS.MM.SMS.OriginationNumber'] ?? '', type: attributes['AWS.SNS.SMS.SMSType'] ?? '' });
    response
      .writeHead(200, { 'content-type': 'text/xml' })
      .end(`<PublishResponse><PublishResult><MessageId>m-${sent.length}</MessageId></PublishResult></PublishResponse>`);
  }

  const { endpoint, close } = await listening(
    createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (piece: string) => {
        body += piece;
      });
      request.on('end', () => answer(new URLSearchParams(body), response));
    }),
  );
  return { endpoint, sent, optedOut, wrongs, close };
}
