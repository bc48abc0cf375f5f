import { bodyBytesMax, type Message, MessageTooLarge, type Subscription } from './topics.ts';

/** SNS's and SQS's: names of 80 characters at most, together with a stage's and each other's. */
const nameRule = /^[A-Za-z0-9_-]{1,30}$/;
/** SNS's: 256 characters of these; no dot at an end or beside another, none of AWS's own. */
const attributeRule = /^(?!aws\.|amazon\.)[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$/i;
/** SQS: more are dropped on their way from a topic to a queue, and the message with them. */
const attributesMax = 10;
/** SNS: names in a filter, and combinations of their values. */
const filterNamesMax = 5;
const combinationsMax = 150;
const textMax = 256;

/** Throws TypeError for a topic or a subscriber's name of other than 1–30 letters, digits, `_` and `-`. */
export function checkName(name: string): void {
  if (!nameRule.test(name))
    throw new TypeError(`${JSON.stringify(name.slice(0, 100))} names no topic and no subscriber: 1–30 letters, digits, _ and -.`);
}

/** Throws TypeError for what is no filter: at most 5 attributes, 150 combinations of what they may be. */
export function checkSubscription({ topic, name, filter }: Subscription): void {
  checkName(topic);
  checkName(name);
  const wanted = Object.entries(filter);
  const combinations = wanted.reduce((product, [, values]) => product * values.length, 1);
  if (wanted.length > filterNamesMax || combinations > combinationsMax || combinations === 0)
    throw new TypeError(`The filter of ${topic}/${name} has ${wanted.length} attributes and ${combinations} combinations of values.`);
  for (const [attribute, values] of wanted) for (const value of values) checkAttribute(attribute, typeof value === 'string' ? value : value.prefix);
}

/** The body as JSON. Throws TypeError for what is no message, and MessageTooLarge. */
export function checkedBody(topic: string, { id, attributes, body }: Message): string {
  checkName(topic);
  if (id.length === 0 || id.length > 200) throw new TypeError(`A message's id has 1–200 characters, not ${id.length}.`);
  const entries = Object.entries(attributes);
  if (entries.length > attributesMax) throw new TypeError(`A message has at most ${attributesMax} attributes, not ${entries.length}.`);
  for (const [name, value] of entries) checkAttribute(name, value);
  const json: string | undefined = JSON.stringify(body);
  if (json === undefined) throw new TypeError(`A message of ${topic} must be a value that JSON keeps.`);
  const bytes = Buffer.byteLength(json);
  if (bytes > bodyBytesMax) throw new MessageTooLarge(topic, bytes);
  return json;
}

function checkAttribute(name: string, value: string): void {
  if (name.length > textMax || !attributeRule.test(name)) throw new TypeError(`${JSON.stringify(name.slice(0, 100))} names no attribute.`);
  const isText = value.length > 0 && value.length <= textMax && value.isWellFormed() && !/[\u0000-\u001f\ufffe\uffff]/.test(value);
  if (!isText) throw new TypeError(`The attribute ${name} is no text of 1–${textMax} characters.`);
}
