import { hash } from 'node:crypto';
import type { HttpAnswer } from '../../shared/channel/channel.ts';
import type { Said } from '../../shared/channel/inbound.ts';
import { speak } from '../../shared/channel/words/speak.ts';
import { tokenOf } from '../../shared/reply/action.ts';
import type { Form } from '../../shared/reply/form.ts';
import { shorten } from '../../shared/reply/text.ts';
import type { Activity } from './activity.ts';
import { invoke } from './answer.ts';
import { formElements } from './form.ts';
import { sizes } from './limits.ts';
import { literal } from './literal.ts';
import { richText } from './paragraphs.ts';
import { submissionIn } from './submitted.ts';

/** Chosen in the menu of a message, and sent from the dialog that came of it. Source: msteams-docs, "Create and send dialogs", "Respond to the dialog submit action". */
export const fetchTask = 'composeExtension/fetchTask';
export const submitAction = 'composeExtension/submitAction';

/** Characters of a message that a command gets: more is seldom what somebody means. */
const wordsMax = 900;
/** Characters of a message's HTML that are read for them. */
const htmlMax = 20_000;

/** What a message's menu says in Teams' own form: the command, and the parameter that gets the words of the message. */
export const menuId = (command: string, param: string) => `${command}:${param}`;

/** What an invoke of the message extension asks for. `about`: what the same choice, told again, has in common. */
export interface Chosen {
  readonly said: Said;
  readonly about: string;
}

/** A command chosen on a message, as a pressed button of it with the message's words filled in; null for what is no choice of ours. */
export function chosenIn({ value }: Activity): Chosen | null {
  const [command, param] = typeof value?.commandId === 'string' ? value.commandId.split(':') : [];
  if (!command || !param || command.length > sizes.summary || param.length > sizes.summary) return null;
  const message = (value?.messagePayload ?? {}) as {
    readonly id?: unknown;
    readonly body?: { readonly contentType?: unknown; readonly content?: unknown } | null;
  };
  const { contentType, content } = message.body ?? {};
  const given = typeof content === 'string' ? content.slice(0, htmlMax) : '';
  const words = (contentType === 'html' ? wordsOfHtml(given) : given).trim().slice(0, wordsMax).toWellFormed();
  const token = tokenOf({ label: '', command, args: words === '' ? {} : { [param]: words } }, '');
  return { said: { kind: 'action', token }, about: `message:${String(message.id).slice(0, 100).toWellFormed()}` };
}

/** The filled-in form of a dialog; null for what is no form of ours. */
export function filledIn({ value }: Activity): Chosen | null {
  const data = value?.data;
  const said = typeof data === 'object' && data !== null ? submissionIn(data as Readonly<Record<string, unknown>>) : null;
  return said && { said, about: `form:${hash('sha256', JSON.stringify(said), 'base64url').slice(0, 22)}` };
}

/** The dialog that says where the answer comes: a choice is answered within 5 s, whatever it takes. */
export const answersInOurChat = (locale: string): HttpAnswer => invoke({ task: { type: 'message', value: speak(locale).inOurChat } });

/** The dialog that asks for what is missing. */
export function dialogOf(form: Form, locale: string): HttpAnswer {
  const given = Object.values(form.given).flatMap((words) => richText([shorten(words, sizes.summary)], { isSubtle: true }));
  const content = {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.5',
    body: [...given, ...formElements(form, locale)],
  };
  const card = { contentType: 'application/vnd.microsoft.card.adaptive', content };
  return invoke({ task: { type: 'continue', value: { title: shorten(literal(form.title), sizes.label), height: 'medium', width: 'medium', card } } });
}

/** What a person reads of a message in HTML. A link whose words say something else than its address is its address. Linear in its length. */
function wordsOfHtml(html: string): string {
  const words: string[] = [];
  let link: { readonly address: string; label: string } | undefined;
  for (const [, tag, text = ''] of html.matchAll(/<([^<>]*)>|([^<]+)/g)) {
    if (tag === undefined) {
      if (link) link.label += decoded(text);
      else words.push(decoded(text));
    } else if (/^a\s/i.test(tag)) link = { address: decoded(attribute(tag, 'href')), label: '' };
    else if (link && /^\/a\s*$/i.test(tag)) {
      words.push(link.label !== '' && (link.address.endsWith(link.label) || link.address === '') ? link.label : link.address);
      link = undefined;
    } else if (/^(br|\/p|\/div|\/li)\b/i.test(tag)) words.push('\n');
    else if (/^(img|emoji)\s/i.test(tag)) words.push(decoded(attribute(tag, 'alt')));
  }
  return words.join('');
}

/** Of a tag; empty without it. */
function attribute(tag: string, name: string): string {
  const at = tag.indexOf(`${name}="`);
  const from = at + name.length + 2;
  return at < 0 ? '' : tag.slice(from, Math.max(from, tag.indexOf('"', from)));
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', nbsp: ' ', '#39': "'", '#160': ' ' };
const decoded = (text: string) => text.replace(/&(#?\w{1,6});/g, (whole, name: string) => entities[name] ?? whole).replaceAll('\u00a0', ' ');
