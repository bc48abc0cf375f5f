type Json = Readonly<Record<string, unknown>>;

const common = ['type', 'id', 'spacing', 'separator', 'height', 'isVisible', 'fallback'];
const spacings = ['none', 'small', 'default', 'medium', 'large', 'extraLarge', 'padding'];
const containerStyles = ['default', 'emphasis', 'good', 'attention', 'warning', 'accent'];
const text = ['text', 'color', 'fontType', 'isSubtle', 'size', 'weight'];

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
  'Action.Submit': ['title', 'iconUrl', 'style', 'data', 'associatedInputs', 'tooltip', 'isEnabled', 'mode'],
  'Action.OpenUrl': ['title', 'iconUrl', 'style', 'url!', 'tooltip', 'isEnabled', 'mode'],
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

/** Which elements stand under which member. */
const children: Readonly<Record<string, readonly string[]>> = {
  body: ['TextBlock', 'RichTextBlock', 'Image', 'FactSet', 'Container', 'Table', 'ActionSet'],
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
    if (name === 'selectAction') problems.push(...problemsOf(inner, ['Action.OpenUrl'], `${at}.${name}`));
  }
  return [...problems, ...ruleProblems(type, element).map((problem) => `${at}: ${problem}`)];
}

function ruleProblems(type: string, element: Json): string[] {
  const list = (name: string): readonly unknown[] => (Array.isArray(element[name]) ? element[name] : []);
  switch (type) {
    case 'AdaptiveCard':
      return list('body').length === 0 ? ['the card is empty'] : [];
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
    default:
      return [];
  }
}

function isFact(fact: unknown): boolean {
  const { title, value } = (fact ?? {}) as Json;
  return typeof title === 'string' && title !== '' && typeof value === 'string' && value !== '';
}
