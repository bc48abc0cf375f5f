import type { Filter, Message } from './topics.ts';

/** Whether a filter wants a message of these attributes. */
export function wants(filter: Filter, attributes: Message['attributes']): boolean {
  return Object.entries(filter).every(([name, wanted]) => {
    const value = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
    return value !== undefined && wanted.some((one) => (typeof one === 'string' ? value === one : value.startsWith(one.prefix)));
  });
}
