import { stringify } from 'yaml';

/** As YAML, with the line by which editors find the schema. */
export const yamlOf = (document: unknown, schema: string): string =>
  `# yaml-language-server: $schema=${schema}\n${stringify(document, { lineWidth: 0, aliasDuplicateObjects: false })}`;
