/**
 * What Slack refuses in a message, by its documents: Blocks reference, Block elements, chat.postMessage, the Table block, and the sum over blocks as bolt-js
 * issue 2509 measured it. Kept apart from the channel's own numbers, so that a mistake in those shows.
 */
export interface Refusal {
  readonly error: string;
  readonly messages?: readonly string[];
}

type Fields = Readonly<Record<string, unknown>>;
class Invalid extends Error {}

/** Why Slack would not take this message; null when it would. */
export function refusalOfMessage(message: Fields, unfetchable: ReadonlySet<string> = new Set(), knowsCharts = true): Refusal | null {
  const { text, blocks } = message;
  if (text !== undefined && typeof text !== 'string') return { error: 'invalid_arguments' };
  if (!text && (!Array.isArray(blocks) || blocks.length === 0)) return { error: 'no_text' };
  if (text !== undefined && text.length > 40_000) return { error: 'msg_too_long' };
  if (blocks === undefined) return null;
  if (!Array.isArray(blocks)) return { error: 'invalid_blocks_format' };
  try {
    must(blocks.length <= 50, 'no more than 50 items allowed', '/blocks');
    must(blocks.filter((block) => block?.type === 'table' || block?.type === 'data_table').length <= 1, 'only_one_table_allowed', '/blocks');
    const charts = blocks.filter((block) => block?.type === 'data_visualization').length;
    must(knowsCharts || charts === 0, 'unsupported type: data_visualization', '/blocks');
    must(knowsCharts || !blocks.some((block) => block?.type === 'data_table'), 'unsupported type: data_table', '/blocks');
    must(charts <= 2, 'no more than 2 data_visualization blocks', '/blocks');
    for (const [i, block] of blocks.entries()) checkBlock(objectOf(block, `/blocks/${i}`), `/blocks/${i}`, unfetchable);
  } catch (cause) {
    if (cause instanceof Invalid) return { error: 'invalid_blocks', messages: [`[ERROR] ${cause.message}`] };
    throw cause;
  }
  const sum = blocks.reduce((total: number, block) => total + 125 + characters(block), 0);
  return sum > 13_200 ? { error: 'msg_blocks_too_long' } : null;
}

/** Why Slack would not open this view (views.open, Blocks reference: Input); null when it would. */
export function refusalOfView(view: unknown): Refusal | null {
  try {
    const { type, title, submit, callback_id, private_metadata, blocks } = objectOf(view, '/view');
    must(type === 'modal', 'unsupported type', '/view/type');
    checkPlain(title, 24, '/view/title');
    checkPlain(submit, 24, '/view/submit');
    length(callback_id, 1, 255, '/view/callback_id');
    length(private_metadata, 0, 3_000, '/view/private_metadata');
    const inputs = list(blocks, 1, 100, '/view/blocks').map((block, i) => objectOf(block, `/view/blocks/${i}`));
    must(new Set(inputs.map(({ block_id }) => block_id)).size === inputs.length, 'block_id must be unique', '/view/blocks');
    for (const [i, input] of inputs.entries()) checkInput(input, `/view/blocks/${i}`);
    return null;
  } catch (cause) {
    if (cause instanceof Invalid) return { error: 'invalid_arguments', messages: [`[ERROR] ${cause.message}`] };
    throw cause;
  }
}

/** Why Slack would not publish this Home tab (views.publish, Blocks reference); null when it would. */
export function refusalOfHome(view: unknown): Refusal | null {
  try {
    const { type, private_metadata, blocks } = objectOf(view, '/view');
    must(type === 'home', 'unsupported type', '/view/type');
    if (private_metadata !== undefined) length(private_metadata, 0, 3_000, '/view/private_metadata');
    const all = list(blocks, 0, 100, '/view/blocks').map((block, i) => objectOf(block, `/view/blocks/${i}`));
    for (const [i, block] of all.entries()) checkBlock(block, `/view/blocks/${i}`, new Set());
    return JSON.stringify(view).length > 250_000 ? { error: 'view_too_large' } : null;
  } catch (cause) {
    if (cause instanceof Invalid) return { error: 'invalid_arguments', messages: [`[ERROR] ${cause.message}`] };
    throw cause;
  }
}

function checkInput(input: Fields, at: string): void {
  must(input.type === 'input', 'unsupported block', at);
  length(input.block_id, 1, 255, `${at}/block_id`);
  checkPlain(input.label, 2_000, `${at}/label`);
  if (input.hint !== undefined) checkPlain(input.hint, 2_000, `${at}/hint`);
  must(input.optional === undefined || typeof input.optional === 'boolean', 'must be a boolean', `${at}/optional`);
  const element = objectOf(input.element, `${at}/element`);
  length(element.action_id, 1, 255, `${at}/element/action_id`);
  checkElement(element, `${at}/element`);
}

/** Block Kit: Block elements. */
function checkElement(element: Fields, at: string): void {
  const options = (most: number) => {
    for (const option of list(element.options, 1, most, `${at}/options`).map((one) => objectOf(one, at))) {
      checkPlain(option.text, 75, `${at}/options`);
      length(option.value, 1, 150, `${at}/options`);
    }
    const initial = [element.initial_option ?? [], element.initial_options ?? []].flat();
    const known = JSON.stringify(element.options);
    must(
      initial.every((one) => known.includes(JSON.stringify(one))),
      'initial options must be among the options',
      at,
    );
  };
  switch (element.type) {
    case 'plain_text_input':
      must(Number(element.max_length) >= 1 && Number(element.max_length) <= 3_000, 'max_length is 1–3000', at);
      must(String(element.initial_value ?? '').length <= Number(element.max_length), 'initial_value is too long', at);
      return;
    case 'number_input':
      must(typeof element.is_decimal_allowed === 'boolean', 'is_decimal_allowed is needed', at);
      for (const bound of [element.min_value, element.max_value, element.initial_value])
        must(bound === undefined || (typeof bound === 'string' && Number.isFinite(Number(bound))), 'must be a number in a string', at);
      return;
    case 'datepicker':
      must(element.initial_date === undefined || /^\d{4}-\d\d-\d\d$/.test(String(element.initial_date)), 'must be YYYY-MM-DD', at);
      return;
    case 'radio_buttons':
      options(10);
      return;
    case 'static_select':
    case 'multi_static_select':
      options(100);
      return;
    default:
      must(['email_text_input', 'users_select', 'conversations_select'].includes(String(element.type)), 'unsupported element', at);
  }
}

function checkPlain(value: unknown, max: number, at: string): void {
  must(objectOf(value, at).type === 'plain_text', 'must be plain_text', at);
  checkText(value, max, at);
}

function checkBlock(block: Fields, at: string, unfetchable: ReadonlySet<string>): void {
  if (block.block_id !== undefined) length(block.block_id, 1, 255, `${at}/block_id`);
  switch (block.type) {
    case 'section': {
      must(block.text !== undefined || block.fields !== undefined, 'text or fields needed', at);
      if (block.text !== undefined) checkText(block.text, 3_000, `${at}/text`);
      if (block.fields !== undefined)
        for (const [i, field] of list(block.fields, 1, 10, `${at}/fields`).entries()) checkText(field, 2_000, `${at}/fields/${i}`);
      return;
    }
    case 'image':
      length(block.alt_text, 1, 2_000, `${at}/alt_text`);
      length(block.image_url, 1, 3_000, `${at}/image_url`);
      must(URL.canParse(String(block.image_url)), 'invalid url', `${at}/image_url`);
      must(!unfetchable.has(String(block.image_url)), 'downloading image failed', `${at}/image_url`);
      return;
    case 'actions': {
      const elements = list(block.elements, 1, 25, `${at}/elements`).map((element) => objectOf(element, at));
      must(new Set(elements.map((element) => element.action_id)).size === elements.length, 'action_id must be unique', at);
      for (const element of elements) checkButton(element, at);
      return;
    }
    case 'data_table':
      checkDataTable(block, at);
      return;
    case 'table':
      checkTable(block, at);
      return;
    case 'data_visualization':
      checkChart(block, at);
      return;
    case 'rich_text':
      checkRichText(block, at);
      return;
    case 'divider':
      return;
    default:
      throw new Invalid(`unsupported type: ${String(block.type)} [json-pointer:${at}/type]`);
  }
}

function checkButton(button: Fields, at: string): void {
  must(button.type === 'button', 'unsupported element', at);
  must(objectOf(button.text, at).type === 'plain_text', 'must be plain_text', at);
  checkText(button.text, 75, `${at}/text`);
  length(button.action_id, 1, 255, `${at}/action_id`);
  if (button.value !== undefined) length(button.value, 0, 2_000, `${at}/value`);
  if (button.url !== undefined) length(button.url, 1, 3_000, `${at}/url`);
  must([undefined, 'primary', 'danger'].includes(button.style as undefined), 'invalid style', at);
}

/** Data table block: 2–101 rows with the header, all as long as each other, numbers as numbers. */
function checkDataTable({ rows, caption, page_size: page, ...rest }: Fields, at: string): void {
  must(
    Object.keys(rest).every((name) => ['type', 'block_id', 'row_header_column_index'].includes(name)),
    'unsupported field',
    at,
  );
  must(typeof caption === 'string' && caption !== '', 'caption is required', at);
  must(page === undefined || (Number(page) >= 1 && Number(page) <= 100), 'page_size must be 1 to 100', at);
  const all = list(rows, 2, 101, `${at}/rows`).map((row) => list(row, 1, 20, `${at}/rows`).map((cell) => objectOf(cell, `${at}/rows`)));
  must(new Set(all.map((row) => row.length)).size === 1, 'rows must be of one length', at);
  for (const cell of all.flat()) {
    must(cell.type === 'raw_text' || (cell.type === 'raw_number' && Number.isFinite(cell.value)), 'unsupported cell', at);
    length(cell.text, 1, 40_000, at);
  }
  must(all.flat().reduce((sum, { text }) => sum + String(text).length, 0) <= 10_000, 'table is too long', at);
}

function checkTable(table: Fields, at: string): void {
  if (table.column_settings !== undefined) list(table.column_settings, 1, 20, `${at}/column_settings`);
  let sum = 0;
  for (const row of list(table.rows, 1, 100, `${at}/rows`)) {
    for (const cell of list(row, 1, 20, `${at}/rows`).map((one) => objectOf(one, at))) {
      if (cell.type === 'rich_text') checkRichText(cell, at);
      else {
        must(cell.type === 'raw_text', 'unsupported cell', at);
        length(cell.text, 1, 3_000, `${at}/rows/text`);
      }
      sum += characters(cell);
    }
  }
  must(sum <= 10_000, 'table is too long', at);
}

/** Data visualization block: the labels of each series' points are the axis' categories. */
function checkChart(block: Fields, at: string): void {
  length(block.title, 1, 50, `${at}/title`);
  const chart = objectOf(block.chart, `${at}/chart`);
  const checkPoints = (value: unknown, most: number, where: string) =>
    list(value, 1, most, where).map((one) => {
      const { label, value: amount } = objectOf(one, where);
      length(label, 1, 20, `${where}/label`);
      must(typeof amount === 'number' && Number.isFinite(amount), 'must be a number', `${where}/value`);
      return { label, amount: Number(amount) };
    });
  if (chart.type === 'pie') {
    const segments = checkPoints(chart.segments, 6, `${at}/chart/segments`);
    must(
      segments.every(({ amount }) => amount > 0),
      'must be above 0',
      `${at}/chart/segments`,
    );
    return;
  }
  must(['bar', 'line', 'area'].includes(String(chart.type)), 'unsupported chart', `${at}/chart/type`);
  const axis = objectOf(chart.axis_config, `${at}/chart/axis_config`);
  const categories = list(axis.categories, 1, 20, `${at}/chart/axis_config/categories`);
  must(new Set(categories).size === categories.length, 'must be unique', `${at}/chart/axis_config/categories`);
  for (const name of ['x_label', 'y_label']) if (axis[name] !== undefined) length(axis[name], 1, 50, `${at}/chart/axis_config/${name}`);
  const series = list(chart.series, 1, 6, `${at}/chart/series`).map((one) => objectOf(one, `${at}/chart/series`));
  must(new Set(series.map(({ name }) => name)).size === series.length, 'names must be unique', `${at}/chart/series`);
  for (const { name, data } of series) {
    length(name, 1, 20, `${at}/chart/series/name`);
    const labels = checkPoints(data, 20, `${at}/chart/series/data`).map(({ label }) => label);
    must(JSON.stringify(labels) === JSON.stringify(categories), 'labels must be the categories', `${at}/chart/series/data`);
  }
}

function checkRichText(block: Fields, at: string): void {
  for (const part of list(block.elements, 1, 100, `${at}/elements`).map((one) => objectOf(one, at))) {
    must(part.type === 'rich_text_section' || part.type === 'rich_text_preformatted', 'unsupported element', at);
    for (const piece of list(part.elements, 1, 5_000, at).map((one) => objectOf(one, at))) {
      if (piece.type === 'text') length(piece.text, 1, 12_000, `${at}/text`);
      else if (piece.type === 'link') {
        must(/^(https?:\/\/|mailto:)/i.test(String(piece.url)) && URL.canParse(String(piece.url)), 'invalid url', at);
        length(piece.url, 1, 3_000, `${at}/url`);
        if (piece.text !== undefined) length(piece.text, 1, 12_000, `${at}/text`);
      } else must(['emoji', 'user', 'channel', 'usergroup', 'broadcast'].includes(String(piece.type)), 'unsupported element', at);
    }
  }
}

function checkText(value: unknown, max: number, at: string): void {
  const text = objectOf(value, at);
  must(text.type === 'plain_text' || text.type === 'mrkdwn', 'unsupported text', at);
  length(text.text, 1, max, at);
}

function objectOf(value: unknown, at: string): Fields {
  must(typeof value === 'object' && value !== null && !Array.isArray(value), 'must be an object', at);
  return value as Fields;
}

function list(value: unknown, least: number, most: number, at: string): readonly unknown[] {
  must(Array.isArray(value) && value.length >= least && value.length <= most, `must be a list of ${least}–${most}`, at);
  return value as readonly unknown[];
}

function length(value: unknown, least: number, most: number, at: string): void {
  must(typeof value === 'string' && value.length >= least && value.length <= most, `must be a text of ${least}–${most} characters`, at);
}

function must(holds: boolean, what: string, at: string): void {
  if (!holds) throw new Invalid(`${what} [json-pointer:${at}]`);
}

function characters(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce((sum, [key, inner]) => sum + (key === 'type' || key === 'align' ? 0 : characters(inner)), 0);
}
