import { drawings } from './draw.ts';
import { type Drawn, h } from './drawn.ts';
import { conversation, history, keep, newId, type Told } from './history.ts';
import { mount } from './mount.ts';

const log = byId('log');
const status = byId('status');
const composer = byId('composer');
const input = byId('text') as HTMLInputElement; // index.html has it so.
const here = conversation();
const tokens = new Map<string, readonly string[]>();
/** Sayings without an answer yet, oldest first. */
const waiting: HTMLElement[] = [];

for (const kept of history()) {
  if (kept.kind === 'said') show(saying(kept.label));
  else tell(kept.told);
}
showChannels();
listen();
if (matchMedia('(pointer: fine)').matches) input.focus();

composer.addEventListener('submit', (event) => {
  event.preventDefault();
  const text = input.value.trim();
  if (text === '') return;
  input.value = '';
  say(text, { text });
});

document.addEventListener('click', ({ target }) => {
  if (!(target instanceof HTMLElement)) return;
  const { say: words, press } = target.dataset;
  if (words !== undefined) say(words, { text: words });
  if (press !== undefined) {
    const message = target.closest('.answer')?.id ?? '';
    const token = tokens.get(message)?.[Number(press.slice(1))];
    if (token !== undefined) say(target.textContent ?? '', { token, message });
  }
});

/** Says something, under one id however often it has to be sent. */
function say(label: string, what: { readonly text: string } | { readonly token: string; readonly message: string }): void {
  const id = newId();
  keep({ kind: 'said', id, label });
  const element = saying(label);
  show(element);
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const body = JSON.stringify({ id, conversation: here, timeZone, locale: navigator.language, ...what });
  const send = async () => {
    element.querySelector('.failure')?.remove();
    element.classList.add('waiting');
    waiting.push(element);
    const failure = await post(body);
    if (failure === null) return;
    answered(element);
    const retry = h('button', { type: 'button', class: 'retry' }, 'Try again');
    const line = mount(h('p', 'failure', `${failure} `, retry)) as HTMLElement; // A `p` is one.
    line.querySelector('button')?.addEventListener('click', () => void send());
    element.append(line);
    scrollTo(element, 'end');
  };
  void send();
}

/** Answers why it was not taken, or null. */
async function post(body: string): Promise<string | null> {
  try {
    const response = await fetch('/simulator/say', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    if (response.ok) return null;
    const answer = (await response.json().catch(() => ({}))) as { error?: { message?: string } };
    return answer.error?.message ?? `The server answered ${response.status}.`;
  } catch {
    return 'The server can’t be reached.';
  }
}

/** Shows one message of the server; an edit takes the place of what it replaces. */
function tell(told: Told): void {
  const element = mount(h('div', { class: 'answer', id: told.id }, ...told.previews.map(preview))) as HTMLElement; // A `div` is one.
  tokens.set(told.id, told.tokens);
  const former = told.replaces === undefined ? null : document.getElementById(told.replaces);
  if (former) former.replaceWith(element);
  else show(element);
  const oldest = waiting[0];
  if (oldest) answered(oldest);
}

function preview({ channel, messages, chart }: Told['previews'][number]): Drawn {
  const drawing = drawings[channel];
  return h(
    'section',
    `channel ${channel}`,
    h('h3', '', drawing?.title ?? channel),
    ...messages.map((message) => h('div', 'message', ...(drawing?.draw(message, chart) ?? []))),
  );
}

function saying(label: string): HTMLElement {
  return mount(h('div', 'said', h('p', '', label))) as HTMLElement; // A `div` is one.
}

function answered(element: HTMLElement): void {
  element.classList.remove('waiting');
  const at = waiting.indexOf(element);
  if (at >= 0) waiting.splice(at, 1);
}

function show(element: HTMLElement): void {
  const before = log.lastElementChild;
  log.append(element);
  // An answer is seen with what was asked. Of what is taller than the window the beginning is shown, else all of it.
  const first = before?.matches('.said') ? before : element;
  const isTall = element.getBoundingClientRect().bottom - first.getBoundingClientRect().top > innerHeight - 200;
  scrollTo(isTall ? first : element, isTall ? 'start' : 'end');
}

function scrollTo(element: Element, block: 'start' | 'end'): void {
  const behavior = matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth';
  element.scrollIntoView({ block, behavior });
}

/** Follows what the server says here; the browser connects again by itself. */
function listen(): void {
  const last = history().findLast((kept) => kept.kind === 'told');
  const after = last?.kind === 'told' ? `&after=${encodeURIComponent(last.told.id)}` : '';
  const events = new EventSource(`/simulator/events?here=1&conversation=${here}${after}`);
  const state = (name: string, text: string) => {
    status.dataset.state = name;
    status.textContent = text;
  };
  events.addEventListener('open', () => state('open', 'Connected'));
  events.addEventListener('error', () => state('closed', events.readyState === EventSource.CLOSED ? 'Not signed in' : 'Reconnecting…'));
  events.addEventListener('message', ({ data }) => {
    const told = JSON.parse(String(data)) as Told; // Our own server made it.
    if (tokens.has(told.id)) return;
    keep({ kind: 'told', told });
    tell(told);
  });
}

/** One switch a channel. */
function showChannels(): void {
  for (const [name, { title }] of Object.entries(drawings)) {
    const label = mount(h('label', name, h('input', { type: 'checkbox', value: name, checked: 'checked' }), title));
    byId('channels').append(label);
  }
  byId('channels').addEventListener('change', () => {
    const hidden = [...document.querySelectorAll<HTMLInputElement>('#channels input:not(:checked)')].map((box) => box.value);
    log.dataset.hide = hidden.join(' ');
  });
}

function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`index.html has no #${id}.`);
  return found;
}
