import type { Inbound, Place } from '../../shared/channel/inbound.ts';
import type { Clock } from '../../shared/clock.ts';
import { answerOf, inputId } from './inputs.ts';
import { modalId } from './modal.ts';
import { type Fields, fieldsOf, idOf, textOf, tsOf } from './payload.ts';
import { actorOf } from './tenant.ts';

/**
 * A `view_submission` of a form of ours → Inbound; null for any other. Its key is the view's id and hash: Slack sends one again when it didn't hear us. What it was opened with comes
 * back in `private_metadata`, which Slack signs with the rest.
 */
export function submissionInbound(payload: Fields, clock: Clock): Inbound | null {
  const view = fieldsOf(payload.view);
  if (payload.type !== 'view_submission' || view?.callback_id !== modalId) return null;
  const actor = actorOf(payload);
  const [id, hash] = [idOf(view.id), idOf(view.hash)];
  const opened = openedWith(view.private_metadata);
  if (!actor || !id || !hash || !opened) return null;
  const { tenant, from } = actor;
  return {
    key: `${id}:${hash}`,
    place: { channel: 'slack', bot: 'main', tenant, user: from.user, ...opened.place },
    from,
    said: { kind: 'form', command: opened.command, values: { ...opened.given, ...answers(fieldsOf(view.state)) } },
    saidAt: clock.now(),
  };
}

interface Opened {
  readonly command: string;
  readonly given: Readonly<Record<string, string>>;
  readonly place: Pick<Place, 'conversation' | 'thread' | 'direct' | 'aside' | 'via'>;
}

function openedWith(metadata: unknown): Opened | null {
  const said = fieldsOf(parsed(textOf(metadata)));
  const [command, conversation] = [idOf(said?.command), idOf(said?.conversation)];
  if (!command || !conversation) return null;
  const thread = tsOf(said?.thread);
  const via = fieldsOf(said?.via);
  const place = {
    conversation,
    ...(thread === undefined ? {} : { thread }),
    ...(said?.direct === true ? { direct: true } : {}),
    ...(said?.aside === true ? { aside: true } : {}),
    ...(via ? { via: texts(via) } : {}),
  };
  return { command, given: texts(fieldsOf(said?.given) ?? {}), place };
}

/** What stands in each input, by its parameter; none for what was left empty. */
function answers(state: Fields | undefined): Readonly<Record<string, string>> {
  const all = Object.entries(fieldsOf(state?.values) ?? {}).map(([name, inputs]) => {
    return [name, answerOf(fieldsOf(fieldsOf(inputs)?.[inputId]))] as const;
  });
  return texts(Object.fromEntries(all));
}

const texts = (fields: Fields): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(fields).filter((one): one is [string, string] => typeof one[1] === 'string' && one[1] !== ''));

function parsed(text: string | undefined): unknown {
  try {
    return text ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}
