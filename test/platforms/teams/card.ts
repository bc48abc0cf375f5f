type Json = Readonly<Record<string, unknown>>;

const common = ['type', 'id', 'spacing', 'separator', 'height', 'isVisible', 'fallback'];
const spacings = ['none', 'small', 'default', 'medium', 'large', 'extraLarge', 'padding'];
const containerStyles = ['default', 'emphasis', 'good', 'attention', 'warning', 'accent'];
const text = ['text', 'color', 'fontType', 'isSubtle', 'size', 'weight'];

const input = ['id!', 'label', 'isRequired', 'errorMessage', 'value'];
const chart = ['title', 'colorSet', 'xAxisTitle', 'yAxisTitle', 'data!'];
const charts = ['Chart.Line', 'Chart.VerticalBar', 'Chart.VerticalBar.Grouped', 'Chart.HorizontalBar', 'Chart.Pie', 'Chart.Donut'];

/** What each element of Adaptive Cards 1.5 may have; `!`: must. Source: Adaptive Cards schema 1.5.0. */
const elements: Readonly<Record<string, readonly string[]>> = {
  TextBlock: [...text, 'text!', 'wrap', 'maxLines', 'horizontalAlignment', 'style'],
  RichTextBlock: ['inlines!', 'horizontalAlignment'],
  TextRun: [...text, 'text!', 'highlight', 'italic', 'strikethrough', 'underline', 'selectAction'],
  Image: ['url!', 'altText', 'backgroundColor', 'horizontalAlignment', 'selectAction', 'size', 'style', 'width'],
  FactSet: ['facts!'],
  Container: ['items!', 'style', 'bleed', 'verticalContentAlignment', 'minHeight', 'selectAction', 'rtl'],
  Table: ['columns!', 'rows!', 'firstRowAsHeader', 'showGridLines', 'gridStyle', 'horizontalCellContentAlignment', 'verticalCellContentAlignment'],
  TableRow: ['cells!', 'style', 'horizontalCellContentAlignment', 'verticalCellContentAlignment'],
  TableCell: ['items!', 'style', 'verticalContentAlignment', 'bleed', 'minHeight', 'selectAction', 'rtl'],
  TableColumnDefinition: ['width', 'horizontalCellContentAlignment', 'verticalCellContentAlignment'],
  ActionSet: ['actions!'],
  'Input.Text': [...input, 'placeholder', 'isMultiline', 'maxLength', 'regex', 'style'],
  'Input.Number': [...input, 'placeholder', 'min', 'max'],
  'Input.Date': [...input, 'placeholder', 'min', 'max'],
  'Input.Time': [...input, 'placeholder', 'min', 'max'],
  'Input.Toggle': [...input, 'title!', 'valueOn', 'valueOff', 'wrap'],
  'Input.ChoiceSet': [...input, 'choices', 'placeholder', 'isMultiSelect', 'style', 'wrap'],
  'Action.Submit': ['title', 'iconUrl', 'style', 'data', 'associatedInputs', 'tooltip', 'isEnabled', 'mode'],
  'Action.OpenUrl': ['title', 'iconUrl', 'style', 'url!', 'tooltip', 'isEnabled', 'mode'],
  // msteams-docs, "Charts in Adaptive Cards": an element of Teams' own, so a client may show its fallback.
  'Chart.Line': [...chart],
  'Chart.VerticalBar': [...chart],
  'Chart.VerticalBar.Grouped': [...chart, 'stacked'],
  'Chart.HorizontalBar': [...chart, 'displayMode'],
  'Chart.Pie': ['title', 'colorSet', 'data!'],
  'Chart.Donut': ['title', 'colorSet', 'data!'],
  AdaptiveCard: [
    '$schema',
    'version!',
    'body!',
    'actions',
    'fallbackText',
    'lang',
    'speak',
    'msteams',
    'refresh',
    'selectAction',
    'minHeight',
    'rtl',
  ],
};

const inputs = ['Input.Text', 'Input.Number', 'Input.Date', 'Input.Time', 'Input.Toggle', 'Input.ChoiceSet'];

/** Which elements stand under which member. */
const children: Readonly<Record<string, readonly string[]>> = {
  body: ['TextBlock', 'RichTextBlock', 'Image', 'FactSet', 'Container', 'Table', 'ActionSet', ...inputs, ...charts],
  items: ['TextBlock', 'RichTextBlock', 'Image', 'FactSet', 'Container', 'Table', 'ActionSet'],
  inlines: ['TextRun'],
  rows: ['TableRow'],
  cells: ['TableCell'],
  columns: ['TableColumnDefinition'],
  actions: ['Action.Submit', 'Action.OpenUrl'],
};

const choices: Readonly<Record<string, readonly unknown[]>> = {
  spacing: spacings,
  color: ['default', 'dark', 'light', 'accent', 'good', 'warning', 'attention'],
  fontType: ['default', 'monospace'],
  weight: ['default', 'lighter', 'bolder'],
  size: ['default', 'small', 'medium', 'large', 'extraLarge', 'auto', 'stretch'],
  horizontalAlignment: ['left', 'center', 'right'],
  version: ['1.5'],
};

/** Everything in a card that Teams does not take, in words. Empty: it is fine. */
export function cardProblems(card: unknown): string[] {
  return problemsOf(card, ['AdaptiveCard'], 'card');
}

function problemsOf(value: unknown, expected: readonly string[], at: string): string[] {
  if (typeof value !== 'object' || value === null) return [`${at}: no object`];
  const element = value as Json;
  // The columns of a table need no type: there is only one.
  const type = typeof element.type === 'string' ? element.type : (expected[0] ?? '');
  if (!expected.includes(type)) return [`${at}: ${type} can't stand here`];
  const allowed = [...common, ...(elements[type] ?? [])];
  const problems: string[] = [];
  for (const name of allowed.filter((each) => each.endsWith('!'))) {
    if (element[name.slice(0, -1)] === undefined) problems.push(`${at}: ${type} has no ${name.slice(0, -1)}`);
  }
  for (const [name, inner] of Object.entries(element)) {
    if (!allowed.includes(name) && !allowed.includes(`${name}!`)) problems.push(`${at}: ${type} can't have ${name}`);
    const among = choices[name];
    if (among && !among.some((choice) => String(choice).toLowerCase() === String(inner).toLowerCase()))
      problems.push(`${at}: ${name} can't be ${inner}`);
    const inside = children[name];
    if (inside) {
      if (!Array.isArray(inner)) problems.push(`${at}: ${name} is no list`);
      else problems.push(...inner.flatMap((child, i) => problemsOf(child, inside, `${at}.${name}[${i}]`)));
    }
    if (name === 'fallback' && inner !== 'drop') problems.push(...problemsOf(inner, children.items ?? [], `${at}.${name}`));
    if (name === 'selectAction') problems.push(...problemsOf(inner, ['Action.OpenUrl'], `${at}.${name}`));
  }
  return [...problems, ...ruleProblems(type, element).map((problem) => `${at}: ${problem}`)];
}

function ruleProblems(type: string, element: Json): string[] {
  const list = (name: string): readonly unknown[] => (Array.isArray(element[name]) ? element[name] : []);
  switch (type) {
    case 'AdaptiveCard': {
      const ids = list('body').flatMap((one) => (inputs.includes(String((one as Json).type)) ? [(one as Json).id] : []));
      return [
        ...refreshProblems(element.refresh),
        ...(list('body').length === 0 ? ['the card is empty'] : []),
        ...(new Set(ids).size < ids.length ? ['two inputs have one id'] : []),
      ];
    }
    case 'Input.Text':
    case 'Input.Number':
    case 'Input.Date':
    case 'Input.Time':
    case 'Input.Toggle':
    case 'Input.ChoiceSet':
      return inputProblems(type, element);
    case 'TextRun':
    case 'TextBlock':
      return typeof element.text === 'string' && element.text !== '' ? [] : [`${type} has no text`];
    case 'RichTextBlock':
      return list('inlines').length === 0 ? ['RichTextBlock is empty'] : [];
    case 'FactSet':
      return list('facts').every((fact) => isFact(fact)) && list('facts').length > 0 ? [] : ['FactSet needs facts of title and value'];
    case 'Container':
      return element.style === undefined || containerStyles.includes(String(element.style)) ? [] : [`no such container style: ${element.style}`];
    case 'Image':
      return typeof element.url === 'string' && element.url.startsWith('https://') ? [] : ['an image must be at an https address'];
    case 'Action.OpenUrl':
      return typeof element.url === 'string' && /^(https?|mailto):/i.test(element.url) ? [] : ['Action.OpenUrl needs a web address'];
    case 'Action.Submit':
      return typeof element.title === 'string' && element.title !== '' ? [] : ['a button needs a title'];
    case 'ActionSet':
      return list('actions').length >= 1 && list('actions').length <= 6 ? [] : ['Teams shows 1 to 6 actions of a set'];
    case 'Table': {
      const columns = list('columns').length;
      const even = list('rows').every((row) => (row as { cells?: unknown[] }).cells?.length === columns);
      return columns > 0 && even ? [] : ['each row of a table needs a cell for each column'];
    }
    case 'Chart.Line':
    case 'Chart.VerticalBar.Grouped':
      return list('data').every(isSeries) && list('data').length > 0 ? withFallback(element) : [`${type} needs series of a legend and values`];
    case 'Chart.VerticalBar':
    case 'Chart.HorizontalBar':
      return list('data').every(isPoint) ? withFallback(element) : [`${type} needs points of x and y`];
    case 'Chart.Pie':
    case 'Chart.Donut':
      return list('data').every(isPart) && list('data').length > 0 ? withFallback(element) : [`${type} needs parts of a legend and a value`];
    default:
      return [];
  }
}

/** Universal Action Model: what a client sends to refresh a card, by itself for at most 60 people. A view that travels with it is a card too. */
function refreshProblems(refresh: unknown): string[] {
  if (refresh === undefined) return [];
  const { action, userIds } = jsonOf(refresh);
  const { type, verb, data } = jsonOf(action);
  const { view } = jsonOf(jsonOf(data).bellhop);
  const ids: readonly unknown[] = Array.isArray(userIds) ? userIds : [];
  return [
    ...(type === 'Action.Execute' && isText(verb) ? [] : ['a refresh needs an Action.Execute']),
    ...(ids.length >= 1 && ids.length <= 60 && ids.every((id) => String(id).startsWith('29:')) ? [] : ['a refresh is for 1 to 60 people']),
    ...cardProblems(view),
  ];
}

const withFallback = ({ fallback }: Json) => (fallback === undefined ? ['an element beyond 1.5 needs a fallback'] : []);
const jsonOf = (value: unknown): Json => (typeof value === 'object' && value !== null ? (value as Json) : {});
const isText = (value: unknown) => typeof value === 'string' && value !== '';
const isPoint = (value: unknown) => isText(jsonOf(value).x) && Number.isFinite(jsonOf(value).y);
const isPart = (value: unknown) => isText(jsonOf(value).legend) && Number.isFinite(jsonOf(value).value) && Number(jsonOf(value).value) >= 0;
const isSeries = (value: unknown) => {
  const { legend, values } = jsonOf(value);
  return isText(legend) && Array.isArray(values) && values.every(isPoint);
};

function isFact(fact: unknown): boolean {
  const { title, value } = (fact ?? {}) as Json;
  return typeof title === 'string' && title !== '' && typeof value === 'string' && value !== '';
}

/** What stands in an input, and its ends, must be of its kind. Source: Adaptive Cards schema 1.5.0, Inputs. */
const inside: Readonly<Record<string, (value: unknown) => boolean>> = {
  'Input.Number': (value) => typeof value === 'number' && Number.isFinite(value),
  'Input.Date': (value) => /^\d{4}-\d\d-\d\d$/.test(String(value)),
  'Input.Time': (value) => /^\d\d:\d\d$/.test(String(value)),
};

const styles: Readonly<Record<string, readonly unknown[]>> = {
  'Input.Text': [undefined, 'Text', 'Tel', 'Url', 'Email', 'Password'],
  'Input.ChoiceSet': [undefined, 'compact', 'expanded', 'filtered'],
};

function inputProblems(type: string, element: Json): string[] {
  const { id, label, title, style, choices: given } = element;
  const isFine = inside[type] ?? ((value: unknown) => typeof value === 'string');
  const all: readonly Json[] = Array.isArray(given) ? given : [];
  const values = all.map((choice) => choice.value);
  const stands = typeof element.value !== 'string' ? [] : element.isMultiSelect ? element.value.split(',') : [element.value];
  return [
    ...(typeof id === 'string' && id !== '' ? [] : ['an input needs an id']),
    ...(String(label ?? title ?? '').trim() === '' ? ['nobody knows what this input is for'] : []),
    ...['value', 'min', 'max']
      .filter((name) => element[name] !== undefined && !isFine(element[name]))
      .map((name) => `${type}: ${name} can't be ${element[name]}`),
    ...(styles[type] && !styles[type].includes(style) ? [`${type} has no style ${style}`] : []),
    ...(type !== 'Input.ChoiceSet'
      ? []
      : all.length === 0
        ? ['nothing to choose from']
        : all.flatMap((choice) => (choice.title && typeof choice.value === 'string' ? [] : ['a choice needs title and value']))),
    ...(type === 'Input.ChoiceSet' && stands.some((value) => !values.includes(value)) ? ['what is chosen is no choice'] : []),
  ];
}

/** What Teams' client sends of a card that somebody filled in: the button's data, and each input's value under its id, texts all (msteams-docs, "Action.Submit"). `values`: by the end of the id, behind a colon. */
export function filledIn(card: unknown, values: Readonly<Record<string, string>>): Json {
  const body: readonly Json[] = ((card as Json).body as readonly Json[]) ?? [];
  const actions = body.flatMap(({ actions }) => (Array.isArray(actions) ? (actions as readonly Json[]) : []));
  const all = body.filter(({ type }) => inputs.includes(String(type)));
  const said = all.map(({ id, value, type, valueOff }) => {
    const given = values[String(id)] ?? values[String(id).slice(String(id).indexOf(':') + 1)];
    return [String(id), given ?? String(value ?? (type === 'Input.Toggle' ? valueOff : ''))] as const;
  });
  return { ...(actions.find(({ data }) => typeof (data as Json).bellhop === 'object')?.data as Json), ...Object.fromEntries(said) };
}
