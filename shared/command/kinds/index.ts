/** The kinds of parameters. A new one is a file beside these and a line here. Nothing on the way to acceptance imports this. */
export { choice } from './choice.ts';
export { commandName } from './commandName.ts';
export { type DateTime, dateTime } from './dateTime.ts';
export { type Duration, duration } from './duration.ts';
export { integer } from './integer.ts';
export { text } from './text.ts';
export { timeZone } from './timeZone.ts';
export { url } from './url.ts';
export { yesNo } from './yesNo.ts';
