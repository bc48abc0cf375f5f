/** What the package `bellhop` gives to who writes commands: the words of a definition, and the way to serve them. All else is under `bellhop/…`, as in the checkout. */
export type { Channel, ChannelModule } from '../../shared/channel/channel.ts';
export type { Context } from '../../shared/command/context.ts';
export { command } from '../../shared/command/define.ts';
export * from '../../shared/command/kinds/index.ts';
export type { Skill } from '../../shared/command/skill.ts';
export { type Reply, reply } from '../../shared/reply/reply.ts';
export { marked } from '../../shared/reply/text.ts';
export { bellhop, type Program } from './bellhop.ts';
