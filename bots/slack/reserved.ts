/**
 * What Slack's own slash commands are called: it refuses a whole manifest over one of them. `/remind` and `/status` by Slack's pages, the others from its list of built-in commands
 * (unconfirmed which of them are refused).
 */
export const reservedNames: ReadonlySet<string> = new Set(
  'active apps archive away call canvas close collapse dm dnd expand feed feedback help huddle invite join keys kick leave me msg mute open part prefs remind remove rename search shortcuts shrug star status topic who'.split(
    ' ',
  ),
);
