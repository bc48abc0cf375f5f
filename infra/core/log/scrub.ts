/** What stands where a secret stood. */
const blank = '[secret]';
/** A shorter value would blank out ordinary words. */
const secretMin = 6;

/**
 * Takes secrets out of a text: as they are, as JSON writes them and as an address holds them (a bot's token stands in the addresses of Telegram's API,
 * and so in its client's errors).
 */
export function scrubber(secrets: readonly string[]): (text: string) => string {
  const forms = new Set(secrets.filter((s) => s.length >= secretMin).flatMap((s) => [s, JSON.stringify(s).slice(1, -1), encodeURIComponent(s)]));
  const longestFirst = [...forms].sort((a, b) => b.length - a.length);
  return (text) => {
    let clean = text;
    for (const secret of longestFirst) if (clean.includes(secret)) clean = clean.replaceAll(secret, blank);
    return clean;
  };
}
