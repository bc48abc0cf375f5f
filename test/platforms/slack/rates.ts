/** chat.postMessage: 1 a second a channel, short bursts tolerated (Slack: Rate limits). Answers whether one more now is too many; those that are aren't counted. */
export function counted(rates: 'strict' | 'bursts', now: () => number): (channel: string) => boolean {
  const posts = new Map<string, number[]>();
  // A burst of 4 passes, as Slack lets pass; 5 within 3 seconds don't.
  const [most, withinMs] = rates === 'strict' ? [1, 1_000] : [4, 3_000];
  return (channel) => {
    const recent = (posts.get(channel) ?? []).filter((at) => now() - at < withinMs);
    const tooMany = recent.length >= most;
    posts.set(channel, tooMany ? recent : [...recent, now()]);
    return tooMany;
  };
}
