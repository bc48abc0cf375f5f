type Fields = Readonly<Record<string, unknown>>;

const isText = (value: unknown, max: number) => typeof value === 'string' && value.trim() !== '' && value.length <= max && value.isWellFormed();
const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What the Send API's documents don't allow in a `message`, with the file that came along; null: nothing. Members that it doesn't know count too. */
export function contentProblem(message: unknown, file?: unknown): string | null {
  if (!isFields(message)) return 'message is missing';
  const { text, quick_replies: quick, attachment, ...rest } = message;
  const [unknown] = Object.keys(rest);
  if (unknown) return `message has no ${unknown}`;
  if ((text === undefined) === (attachment === undefined)) return 'message holds either a text or an attachment';
  if (text !== undefined && !isText(text, 2_000)) return 'text must be 1 to 2,000 characters in UTF-8';
  if (quick !== undefined && (!Array.isArray(quick) || quick.length < 1 || quick.length > 13)) return 'quick_replies must be 1 to 13';
  for (const { content_type, title, payload, ...more } of Array.isArray(quick) ? quick : []) {
    if (content_type !== 'text' || Object.keys(more).length > 0) return 'a quick reply has content_type, title and payload';
    if (!isText(title, 20)) return 'the title of a quick reply must be 1 to 20 characters';
    if (!isText(payload, 1_000)) return 'the payload of a quick reply must be 1 to 1,000 characters';
  }
  return attachment === undefined ? null : attachmentProblem(attachment, file);
}

function attachmentProblem(attachment: unknown, file: unknown): string | null {
  if (!isFields(attachment) || !isFields(attachment.payload)) return 'attachment has a type and a payload';
  const { payload } = attachment;
  if (file !== undefined) {
    if (!(file instanceof File) || file.size === 0 || file.size > 25 * 2 ** 20) return 'filedata has 1 byte to 25 MB';
    const kinds: readonly unknown[] = ['image', 'audio', 'video', 'file'];
    if (!kinds.includes(attachment.type)) return `attachment has no type ${attachment.type}`;
    return (attachment.type === 'image') === /^image\/(png|jpeg|gif)$/.test(file.type) ? null : 'the file is not of the attachment’s type';
  }
  if (attachment.type === 'image') return typeof payload.url === 'string' && /^https?:\/\/\S+$/.test(payload.url) ? null : 'an image has a url';
  if (attachment.type !== 'template') return `attachment has no type ${attachment.type}`;
  if (payload.template_type === 'button') {
    if (!isText(payload.text, 640)) return 'the text of a button template must be 1 to 640 characters';
    return buttonsProblem(payload.buttons);
  }
  if (payload.template_type !== 'generic') return `there is no template ${payload.template_type}`;
  const { elements } = payload;
  if (!Array.isArray(elements) || elements.length < 1 || elements.length > 10) return 'a generic template has 1 to 10 elements';
  for (const { title, subtitle = 's', buttons } of elements) {
    if (!isText(title, 80) || !isText(subtitle, 80)) return 'title and subtitle of an element must be 1 to 80 characters';
    const problem = buttonsProblem(buttons);
    if (problem) return problem;
  }
  return null;
}

function buttonsProblem(buttons: unknown): string | null {
  if (!Array.isArray(buttons) || buttons.length < 1 || buttons.length > 3) return 'there must be 1 to 3 buttons';
  for (const { type, title, payload } of buttons) {
    if (type !== 'postback' || !isText(title, 20) || !isText(payload, 1_000))
      return 'a postback button has a title of 1 to 20 and a payload of 1 to 1,000 characters';
  }
  return null;
}

/** What the documents of the Messenger Profile API don't allow; null: nothing. */
export function profileProblem({ get_started, persistent_menu, ice_breakers, ...rest }: Fields): string | null {
  const [unknown] = Object.keys(rest);
  if (unknown) return `the Messenger profile has no ${unknown}`;
  if (get_started !== undefined && !(isFields(get_started) && isText(get_started.payload, 1_000))) return 'get_started has a payload';
  if (persistent_menu !== undefined && get_started === undefined) return 'You must set a Get Started button if you also wish to use persistent menu';
  return (
    localesProblem(persistent_menu, 20, ({ type, title, payload }) => type === 'postback' && isText(title, 30) && isText(payload, 1_000)) ??
    localesProblem(ice_breakers, 4, ({ question, payload }) => isText(question, 80) && isText(payload, 1_000))
  );
}

function localesProblem(list: unknown, max: number, isItem: (item: Fields) => boolean): string | null {
  if (list === undefined) return null;
  if (!Array.isArray(list) || !list.some((one) => one.locale === 'default')) return 'one of the locales must be "default"';
  const wrong = list.some(({ call_to_actions: items }) => !Array.isArray(items) || items.length < 1 || items.length > max || !items.every(isItem));
  return wrong ? `1 to ${max} call_to_actions, within their limits` : null;
}
