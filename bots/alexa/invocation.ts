/** Whether Amazon lets a skill be called so: two words or more, none of them its own. */
export const isInvocation = (name: string): boolean =>
  /^[a-z][a-z'.]*( [a-z][a-z'.]*)+$/.test(name) && !/\b(alexa|amazon|echo|skill|app|launch|ask|tell|open|load|begin|enable)\b/.test(name);
