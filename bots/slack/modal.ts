import type { Channel } from '../../shared/channel/channel.ts';
import type { Inbound } from '../../shared/channel/inbound.ts';
import type { Form, FormField } from '../../shared/reply/form.ts';
import { elementOf } from './inputs.ts';
import { slackLimits } from './limits.ts';
import { fieldsOf } from './payload.ts';
import type { TokenOf } from './tokens.ts';

/** The `callback_id` of our own modals. */
export const modalId = 'bellhop:form';

/**
 * Opens a form as a modal (views.open), within the 3 s that the trigger of a slash command or a press lives. By one call of fetch: a way in waits for no SDK to load. False, whatever went wrong:
 * then the question is asked in words.
 */
export function formOpener({ tokenOf, apiUrl }: { readonly tokenOf: TokenOf; readonly apiUrl: string }): NonNullable<Channel['open']> {
  return async (form, inbound) => {
    const view = modal(form, inbound);
    if (!view) return false;
    const signal = AbortSignal.timeout(slackLimits.openMs);
    try {
      const token = await tokenOf(inbound.place.tenant, signal);
      const response = await fetch(`${apiUrl}views.open`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json; charset=utf-8' },
        body: JSON.stringify({ trigger_id: triggerOf(inbound.key), view }),
        signal,
      });
      const said = fieldsOf(await response.json());
      // A trigger opens one view: told twice, it is the same one.
      return said?.ok === true || said?.error === 'exchanged_trigger_id';
    } catch {
      return false;
    }
  };
}

/** The form as Slack's view; null when it doesn't fit into one. */
export function modal(form: Form, { place }: Pick<Inbound, 'place'>): object | null {
  const metadata = metadataOf(form, place);
  if (!metadata || form.fields.length > slackLimits.viewBlocks || form.fields.some(({ name }) => name.length > slackLimits.blockId)) return null;
  return {
    type: 'modal',
    callback_id: modalId,
    title: plain(form.title, slackLimits.viewTitle),
    submit: plain('OK', slackLimits.viewTitle),
    private_metadata: metadata,
    blocks: form.fields.map(block),
  };
}

/** What comes back with the answers: only Slack can have it signed, so nobody alters it. Without the address of the first answer where that doesn't fit. */
function metadataOf({ command, given }: Form, { conversation, thread, via, direct, aside }: Inbound['place']): string | null {
  const where = {
    command,
    given,
    conversation,
    ...(thread === undefined ? {} : { thread }),
    ...(direct ? { direct } : {}),
    ...(aside ? { aside } : {}),
  };
  const all = [JSON.stringify({ ...where, ...(via ? { via } : {}) }), JSON.stringify(where)];
  return all.find((text) => text.length <= slackLimits.viewMetadata) ?? null;
}

function block(field: FormField): object {
  const { name, label, ask, optional } = field;
  return {
    type: 'input',
    block_id: name,
    optional,
    label: plain(label, slackLimits.inputLabel),
    ...(ask === '' || ask === label ? {} : { hint: plain(ask, slackLimits.inputLabel) }),
    element: elementOf(field),
  };
}

function plain(text: string, most: number): object {
  return { type: 'plain_text', text: text.length <= most ? text : `${text.slice(0, most - 1).toWellFormed()}…` };
}

/** Of a slash command the key is its trigger; of one of several buttons pressed at once, its number follows. */
const triggerOf = (key: string) => key.split(':', 1)[0];
