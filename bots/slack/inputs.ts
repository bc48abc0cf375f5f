import type { FormField } from '../../shared/reply/form.ts';
import { slackLimits } from './limits.ts';
import { type Fields, fieldsOf, textOf } from './payload.ts';

/** The `action_id` of each input; its block is named for the parameter. */
export const inputId = 'value';

/**
 * The element that takes a parameter best (Block Kit: Block elements). Where people say more than an element lets them it is a line of text, read as if typed: a date with a time is "in 20
 * minutes" as well, and Slack's own input for addresses refuses `example.com`.
 */
export function elementOf(field: FormField): object {
  const { choices = [], input = { as: 'text' }, initial } = field;
  const element = (type: string, more: object = {}) => ({ type, action_id: inputId, ...more });
  if (choices.length > 0) {
    if (!fitsSelect(choices)) return lineOf(field);
    const options = choices.map(optionOf);
    const chosen = options.filter(({ value }) => (input.many ? itemsOf(initial) : [initial]).includes(value));
    const [first] = chosen;
    if (input.many) return element('multi_static_select', { options, ...(first ? { initial_options: chosen } : {}) });
    const type = choices.length <= slackLimits.radioButtons ? 'radio_buttons' : 'static_select';
    return element(type, { options, ...(first ? { initial_option: first } : {}) });
  }
  if (input.many) return lineOf(field, { multiline: true });
  switch (input.as) {
    case 'number': {
      const { min, max } = input;
      const number = initial?.replace(/ ?%$/, '');
      return element('number_input', {
        is_decimal_allowed: true,
        ...(min === undefined ? {} : { min_value: min }),
        ...(max === undefined ? {} : { max_value: max }),
        ...(number !== undefined && /^-?\d+(\.\d+)?$/.test(number) ? { initial_value: number } : {}),
      });
    }
    case 'date': {
      const day = /^\d{4}-\d\d-\d\d/.exec(initial ?? '')?.[0];
      return element('datepicker', day === undefined ? {} : { initial_date: day });
    }
    case 'email':
      return element('email_text_input', initial === undefined ? {} : { initial_value: initial });
    case 'person':
      return element('users_select');
    case 'conversation':
      return element('conversations_select');
    default:
      return lineOf(field);
  }
}

function lineOf({ input, initial }: FormField, more: object = {}): object {
  const most = input?.as === 'text' && input.max !== undefined && /^\d+$/.test(input.max) ? Number(input.max) : slackLimits.inputText;
  const length = Math.max(1, Math.min(most, slackLimits.inputText));
  return {
    type: 'plain_text_input',
    action_id: inputId,
    max_length: length,
    ...(initial !== undefined && initial !== '' && initial.length <= length ? { initial_value: initial } : {}),
    ...more,
  };
}

/** What was given in an input, as it would be typed; undefined where it was left empty. */
export function answerOf(input: Fields | undefined): string | undefined {
  const named = (id: unknown, sign: string) => (typeof id === 'string' && id !== '' ? `<${sign}${id}>` : undefined);
  switch (input?.type) {
    case 'radio_buttons':
    case 'static_select':
      return textOf(fieldsOf(input.selected_option)?.value);
    case 'multi_static_select': {
      const chosen = Array.isArray(input.selected_options) ? input.selected_options.map((one) => textOf(fieldsOf(one)?.value)) : [];
      return chosen.filter((one) => one !== undefined).join('; ') || undefined;
    }
    case 'datepicker':
      return textOf(input.selected_date);
    case 'users_select':
      return named(input.selected_user, '@');
    case 'conversations_select':
      return named(input.selected_conversation, '#');
    case 'number_input':
      // Three digits behind the point could be a group in some locale.
      return textOf(input.value)?.replace(/^-?\d+\.\d{3}$/, '$&0');
    default:
      return textOf(input?.value);
  }
}

const itemsOf = (initial: string | undefined) => (initial ?? '').split('; ');

const optionOf = (value: string) => ({ text: { type: 'plain_text', text: value }, value });

/** A list's choices are put together with semicolons. */
const fitsSelect = (choices: readonly string[]) =>
  choices.length <= slackLimits.options && choices.every((value) => value !== '' && value.length <= slackLimits.optionText && !value.includes(';'));
