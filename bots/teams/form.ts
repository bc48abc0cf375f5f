import type { Words } from '../../shared/channel/words/en.ts';
import { speak } from '../../shared/channel/words/speak.ts';
import type { Form, FormField } from '../../shared/reply/form.ts';
import { shorten } from '../../shared/reply/text.ts';
import { sizes } from './limits.ts';
import { isBlank, literal } from './literal.ts';
import { type Element, richText } from './paragraphs.ts';
import { idOf } from './submitted.ts';

/**
 * A form's inputs, each of its kind (Adaptive Cards 1.5: Inputs), and the button that sends them all. What is wrong with one stands below it. A person is written, not picked: the
 * people picker is for desktop and web alone ("People Picker in Adaptive Cards").
 */
export function formElements({ command, fields, question, given }: Form, locale: string): Element[] {
  const data = { bellhop: { form: command, ...(question === undefined ? { given } : { question }) } };
  return [
    ...fields.flatMap((field) => [...inputs(field, speak(locale)), ...wrong(field)]),
    { type: 'ActionSet', actions: [{ type: 'Action.Submit', title: 'OK', style: 'positive', data }] },
  ];
}

/** What stands above it all. */
export const formTitle = ({ title }: Form): Element[] => richText([shorten(title, sizes.summary)], { weight: 'Bolder' });

const line = (words: string): string => {
  const said = literal(shorten(words, sizes.summary)).replaceAll('\n', ' ');
  return isBlank(said) ? '…' : said;
};

function wrong({ error }: FormField): Element[] {
  return error === undefined
    ? []
    : richText([shorten(error, sizes.cell)], { color: 'Attention', size: 'Small' }).map((block) => ({ ...block, spacing: 'None' }));
}

function inputs(field: FormField, say: Words): Element[] {
  const { name, label, ask, optional, choices = [], input = { as: 'text' }, initial } = field;
  const common = { label: line(label), isRequired: !optional, ...(optional ? {} : { errorMessage: say.needed }) };
  const hint = ask === '' || ask === label ? {} : { placeholder: line(ask) };
  const value = (shown: string | undefined) => (shown === undefined ? {} : { value: literal(shown) });
  const within = (read: (end: string) => unknown) => ({
    ...(input.min === undefined ? {} : { min: read(input.min) }),
    ...(input.max === undefined ? {} : { max: read(input.max) }),
  });
  if (input.many && choices.length === 0)
    return [{ type: 'Input.Text', id: idOf('words', name), ...common, ...hint, isMultiline: true, maxLength: sizes.input, ...value(initial) }];
  switch (input.as) {
    case 'number': {
      const number = Number(initial?.replace(/ ?%$/, ''));
      return [
        {
          type: 'Input.Number',
          id: idOf('number', name),
          ...common,
          ...hint,
          ...within(Number),
          ...(initial && Number.isFinite(number) ? { value: number } : {}),
        },
      ];
    }
    case 'date':
      return [{ type: 'Input.Date', id: idOf('words', name), ...common, ...within((end) => end), ...value(dateIn(initial)) }];
    case 'dateTime': {
      const { label: title, ...must } = common;
      return [
        { type: 'Input.Date', id: idOf('date', name), label: title, ...must, ...value(dateIn(initial)) },
        {
          type: 'Input.Time',
          id: idOf('time', name),
          label: say.time,
          isRequired: false,
          spacing: 'Small',
          ...value(/^\d{4}-\d\d-\d\dT(\d\d:\d\d)/.exec(initial ?? '')?.[1]),
        },
      ];
    }
    case 'toggle':
      // A toggle that nobody touched says no: where that would be an answer nobody gave, both are to choose from.
      return initial === undefined
        ? [{ type: 'Input.ChoiceSet', id: idOf('words', name), ...common, style: 'expanded', choices: choices.map(choice) }]
        : [{ type: 'Input.Toggle', id: idOf('words', name), title: line(label), valueOn: 'yes', valueOff: 'no', value: initial }];
  }
  if (choices.length > 0 && choices.length <= sizes.choices && !(input.many && choices.some((one) => one.includes(',')))) {
    const chosen = (input.many ? (initial ?? '').split('; ') : [initial ?? '']).filter((one) => choices.includes(one));
    const known = chosen.length > 0 ? { value: chosen.join(',') } : {};
    const many = input.many ? { isMultiSelect: true } : {};
    return [
      {
        type: 'Input.ChoiceSet',
        id: idOf(input.many ? 'several' : 'words', name),
        ...common,
        ...hint,
        ...many,
        choices: choices.map(choice),
        ...known,
      },
    ];
  }
  const style = { url: 'Url', email: 'Email', phone: 'Tel' }[input.as as string];
  return [
    { type: 'Input.Text', id: idOf('words', name), ...common, ...hint, ...(style ? { style } : {}), maxLength: sizes.input, ...value(initial) },
  ];
}

const choice = (value: string) => ({ title: line(value), value });

const dateIn = (initial: string | undefined) => /^\d{4}-\d\d-\d\d/.exec(initial ?? '')?.[0];
