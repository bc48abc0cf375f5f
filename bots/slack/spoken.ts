/** A link as Slack writes it: `<https://example.com|example.com>`. Bounded, so that no text makes it slow. */
const linked = /<((?:https?:\/\/|mailto:|tel:)[^<>|\s]{1,3000})(?:\|([^<>]{0,3000}))?>/g;
/** A channel, a group of people, everyone or a date, as Slack writes them: `<#C1|general>`, `<!subteam^S1|@ops>`, `<!here>`, `<!date^…|18 February>`. */
const special = /<(?:#[A-Z0-9]{2,30}\|([^<>|]{1,200})|!(?:(here|channel|everyone)(?:\|[^<>]{0,100})?|[a-z]{1,20}\^[^<>|]{1,300}\|([^<>|]{1,300})))>/g;
const mention = /<@([A-Z0-9]{2,30})(?:\|[^<>]{0,100})?>/g;

/**
 * What the person typed, from what Slack made of it: `check <http://example.com|example.com>` was `check example.com`, and `&amp;` was `&` (Slack: Formatting
 * text). A link whose label says something else than its address is its address. A person stays as Slack names them, `<@U1>`: what they are called isn't told.
 */
export function spoken(text: string): string {
  if (!text.includes('<') && !text.includes('&')) return text;
  return text
    .replace(linked, (_, address: string, label: string | undefined) => (label && address.endsWith(label) ? label : address))
    .replace(special, (_, channel?: string, everyone?: string, label?: string) =>
      channel ? `#${channel}` : everyone ? `@${everyone}` : (label ?? ''),
    )
    .replace(/&(lt|gt|amp);/g, (_, name: string) => (name === 'lt' ? '<' : name === 'gt' ? '>' : '&'));
}

/** Whether the text mentions one of these users. */
export function mentions(text: string, users: ReadonlySet<string>): boolean {
  if (!text.includes('<@')) return false;
  for (const [, user] of text.matchAll(mention)) if (user !== undefined && users.has(user)) return true;
  return false;
}

/** Takes the bot's mentions off, wherever they stand, and what people put after one: `<@U1>: check x` is `check x`. With no known user, the first mention is the bot's. */
export function withoutMention(text: string, users: ReadonlySet<string>): string {
  let first = true;
  return text
    .replace(mention, (whole, user: string) => {
      const ours = users.size > 0 ? users.has(user) : first;
      first = false;
      return ours ? ' ' : whole;
    })
    .replace(/^[\s,:;]+/, '')
    .trimEnd();
}
