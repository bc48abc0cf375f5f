/** A channel's name as people write it: "Slack". */
export function channelTitle(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
