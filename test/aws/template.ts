import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { App, Stack } from 'aws-cdk-lib';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';

/** A template of CloudFormation, as far as it is looked at here. */
export interface Template {
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties?: unknown }>>;
}

/**
 * What CloudFormation's own schemas have against a template: unknown types of resources, unknown and missing properties, values of a wrong type. Intrinsic functions pass
 * for anything; where a Ref leads, it doesn't look.
 */
export function schemaProblems({ Resources }: Template): string[] {
  return Object.entries(Resources).flatMap(([id, { Type, Properties = {} }]) => {
    const [resource] = spec.lookup('resource', 'cloudFormationType', 'equals', Type);
    return resource ? inProperties(Properties, resource.properties, id) : [`${id}: there is no type ${Type}`];
  });
}

/** What a Ref or a GetAtt of the template names and isn't there; null when all is. The first one alone. */
export function danglingReference(template: Template): string | null {
  const folder = mkdtempSync(join(tmpdir(), 'bellhop-template-'));
  const templateFile = join(folder, 'template.json');
  try {
    writeFileSync(templateFile, JSON.stringify(template));
    new CfnInclude(new Stack(new App({ outdir: folder }), 'Included'), 'Template', { templateFile });
    return null;
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Resources of which each needs the next one, and the last the first: CloudFormation can make none of them. Null when there are none. */
export function circle({ Resources }: Template): string | null {
  const done = new Set<string>();
  const walk = (id: string, way: readonly string[]): string | null => {
    if (way.includes(id)) return [...way.slice(way.indexOf(id)), id].join(' → ');
    if (done.has(id)) return null;
    for (const next of needed(Resources[id]).filter((one) => one in Resources)) {
      const found = walk(next, [...way, id]);
      if (found) return found;
    }
    done.add(id);
    return null;
  };
  return Object.keys(Resources).reduce<string | null>((found, id) => found ?? walk(id, []), null);
}

/** What a part of a template refers to, by Ref, GetAtt, Sub and DependsOn. */
function needed(part: unknown): string[] {
  if (Array.isArray(part)) return part.flatMap(needed);
  if (!isObject(part)) return [];
  return Object.entries(part).flatMap(([name, value]) => {
    const texts = [value].flat().filter((one) => typeof one === 'string');
    if (name === 'Ref' || name === 'DependsOn') return texts;
    if (name === 'Fn::GetAtt') return texts.slice(0, 1).map((one) => one.split('.')[0] ?? '');
    if (name === 'Fn::Sub') return texts.flatMap((one) => [...one.matchAll(/\$\{([A-Za-z0-9]+)[.}]/g)].map(([, id]) => id ?? ''));
    return needed(value);
  });
}

const spec = loadAwsServiceSpecSync();
const [anyResource] = spec.all('resource');
type ResourceProperties = NonNullable<typeof anyResource>['properties'];
type PropertyType = ResourceProperties[string]['type'];

function inProperties(given: unknown, known: ResourceProperties, at: string): string[] {
  if (!isObject(given)) return [`${at}: an object is wanted, not ${show(given)}`];
  const missing = Object.entries(known).filter(([name, { required }]) => required && given[name] === undefined);
  return [
    ...missing.map(([name]) => `${at}: ${name} is missing`),
    ...Object.entries(given).flatMap(([name, value]) => {
      const property = known[name];
      return property ? inValue(value, property.type, `${at}.${name}`) : [`${at}: there is no property ${name}`];
    }),
  ];
}

function inValue(value: unknown, type: PropertyType, at: string): string[] {
  if (isIntrinsic(value)) return [];
  switch (type.type) {
    case 'json':
      return [];
    case 'string':
      return typeof value === 'string' && (type.allowedValues?.includes(value) ?? true)
        ? []
        : wanted(at, type.allowedValues?.join(' | ') ?? 'a string', value);
    case 'date-time':
      return typeof value === 'string' ? [] : wanted(at, 'a time', value);
    case 'boolean':
      return typeof value === 'boolean' ? [] : wanted(at, 'a boolean', value);
    case 'number':
      return typeof value === 'number' ? [] : wanted(at, 'a number', value);
    case 'integer':
      return Number.isInteger(value) ? [] : wanted(at, 'an integer', value);
    case 'null':
      return value === null ? [] : wanted(at, 'null', value);
    case 'tag':
      return isObject(value) && typeof value.Key === 'string' ? [] : wanted(at, 'a tag', value);
    case 'array':
      return Array.isArray(value) ? value.flatMap((one, i) => inValue(one, type.element, `${at}[${i}]`)) : wanted(at, 'a list', value);
    case 'map':
      return isObject(value)
        ? Object.entries(value).flatMap(([name, one]) => inValue(one, type.element, `${at}.${name}`))
        : wanted(at, 'a map', value);
    case 'ref':
      return inProperties(value, spec.get('typeDefinition', type.reference).properties, at);
    case 'union': {
      const tried = type.types.map((one) => inValue(value, one, at));
      return tried.some((problems) => problems.length === 0) ? [] : (tried[0] ?? []);
    }
  }
}

/** `{ Ref: … }`, `{ 'Fn::…': … }`: what CloudFormation puts in its place. */
function isIntrinsic(value: unknown): boolean {
  const [name, ...others] = isObject(value) ? Object.keys(value) : [];
  return others.length === 0 && (name === 'Ref' || name === 'Condition' || name?.startsWith('Fn::') === true);
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);
const show = (value: unknown) => JSON.stringify(value);
const wanted = (at: string, what: string, value: unknown) => [`${at}: ${what} is wanted, not ${show(value)}`];
