import { stringify } from 'yaml';

/** A file as YAML, with the line by which editors find the schema, and notes as comments before it. */
export function yamlOf(document: unknown, schema: string, notes: readonly string[] = []): string {
  const comments = notes.map((line) => `# ${line.replace(/\s+/g, ' ')}`.trimEnd()).join('\n');
  return `# yaml-language-server: $schema=${schema}\n${comments === '' ? '' : `${comments}\n`}${stringify(document, { lineWidth: 0, aliasDuplicateObjects: false })}`;
}
