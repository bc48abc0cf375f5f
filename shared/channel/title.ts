/** A channel's name as people write it: "Slack"; "SMS", for what has no vowel is spelled. */
export function channelTitle(name: string): string {
  if (!/[aeiouy]/.test(name)) return name.toUpperCase();
  return name.charAt(0).toUpperCase() + name.slice(1);
}
