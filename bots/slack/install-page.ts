import { hash } from 'node:crypto';

/** What a page says. */
export interface Said {
  readonly title: string;
  readonly text: string;
  readonly tone: 'good' | 'bad';
  readonly link?: { readonly to: string; readonly label: string };
}

const style = `
:root { color-scheme: light dark; --ground: #f6f4f1; --surface: #fff; --ink: #24211e; --muted: #6b645c; --line: #e2ddd6; --accent: #a3402f; --accent-ink: #fff; --good: #1f7a4d; --bad: #b3261e }
@media (prefers-color-scheme: dark) {
  :root { --ground: #191715; --surface: #242120; --ink: #ece8e3; --muted: #a59d94; --line: #3a3633; --accent: #e07a62; --accent-ink: #1d1411; --good: #5cc48d; --bad: #f2857d }
}
* { box-sizing: border-box }
body { margin: 0; min-height: 100dvh; display: grid; place-items: center; padding: 1.5rem; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif }
main { width: min(28rem, 100%); padding: 2.25rem 2rem 2rem; background: var(--surface); border: 1px solid var(--line); border-radius: 14px; text-align: center }
svg { width: 56px; height: 56px }
h1, p { text-wrap: balance }
h1 { margin: 1rem 0 0.5rem; font-size: 1.35rem; line-height: 1.3; overflow-wrap: anywhere }
h1::before { display: inline-block; margin-right: 0.4em; font-weight: 700 }
.good h1::before { content: "✓"; color: var(--good) }
.bad h1::before { content: "!"; color: var(--bad) }
p { margin: 0; color: var(--muted); overflow-wrap: anywhere }
a { display: inline-block; margin-top: 1.5rem; padding: 0.6rem 1.25rem; border-radius: 8px; background: var(--accent); color: var(--accent-ink); font-weight: 600; text-decoration: none }
a:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px }
`;

const icon =
  '<svg viewBox="0 0 32 32" aria-hidden="true"><circle cx="16" cy="16" r="16" fill="#a3402f"/><path d="M6 22h20v2.5H6zM8 20a8 8 0 0 1 16 0z" fill="#fff"/><circle cx="16" cy="10" r="1.8" fill="#fff"/></svg>';

/** One page for a person on their way through Slack: it loads nothing, runs no script and stands in no frame. */
export const installPage = {
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': `default-src 'none'; style-src 'sha256-${hash('sha256', style, 'base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    'x-content-type-options': 'nosniff',
  },
  body: ({ title, text, tone, link }: Said) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${escaped(title)} – Bellhop</title>
    <style>${style}</style>
  </head>
  <body>
    <main class="${tone}">
      ${icon}
      <h1>${escaped(title)}</h1>
      <p>${escaped(text)}</p>
      ${link ? `<a href="${escaped(link.to)}">${escaped(link.label)}</a>` : ''}
    </main>
  </body>
</html>
`,
};

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string) => text.replace(/[&<>"']/g, (one) => entities[one] ?? '');
