import { type FunctionPart, feedsOf } from '../../../infra/aws/cdk/functions.ts';
import type { Meddling, WireAnswer, WireCall } from './wire.ts';

/** Whether a function may make a call, by what its part says that it may touch: the roles are made of the same (infra/aws/cdk/grants.ts). `prefix`: of the names of the stage's parts. */
export function permits(part: FunctionPart, call: WireCall, prefix: string): boolean {
  const check = Object.hasOwn(checks, call.service) ? checks[call.service] : undefined;
  return check?.(part, call, prefix) ?? false;
}

type Check = (part: FunctionPart, call: WireCall, prefix: string) => boolean;

const itemCalls: Readonly<Record<string, FunctionPart['may']['items'][number]>> = {
  GetItem: 'get',
  BatchGetItem: 'batchGet',
  PutItem: 'put',
  UpdateItem: 'update',
  DeleteItem: 'delete',
};

const blobCalls: Readonly<Record<string, NonNullable<FunctionPart['may']['blobs']>[number]>> = {
  GET: 'read',
  HEAD: 'read',
  PUT: 'write',
  POST: 'write',
  DELETE: 'delete',
};

const checks: Readonly<Record<string, Check>> = {
  dynamodb({ may }, { operation, body }) {
    if (operation === 'Query') return (may.indexes ?? []).some(({ name }) => name === bodyOf(body).IndexName);
    const item = itemCalls[operation];
    return item !== undefined && may.items.includes(item);
  },
  sqs(part, { operation, body }, prefix) {
    const queue = String(bodyOf(body).QueueUrl)
      .split('/')
      .at(-1)
      ?.slice(prefix.length + 1);
    const names = (some: readonly string[] = []) => some.some((name) => name === queue);
    const feeds = names(feedsOf(part).map((feed) => feed.queue));
    if (operation === 'SendMessage') return names(part.may.sendsTo);
    if (operation === 'GetQueueAttributes') return feeds || names(part.may.measures);
    return operation === 'ChangeMessageVisibility' && feeds;
  },
  s3({ may }, { method }) {
    const blob = blobCalls[method];
    return blob !== undefined && (may.blobs ?? []).includes(blob);
  },
  secrets_manager: ({ may }, { operation }) => operation === 'GetSecretValue' && may.secret === true,
  kms: ({ may }) => may.seals === true,
  sesv2: ({ may }) => may.mail === true,
  scheduler({ may: { timers } }, { method, target, body }, prefix) {
    const { pathname, searchParams } = new URL(target, 'http://scheduler');
    const isOurs = (group: unknown) => group === prefix || String(group).startsWith(`${prefix}-`);
    const [, kind, name] = pathname.split('/');
    if (kind === 'schedule-groups') return timers !== undefined && method === 'POST' && isOurs(name) && name !== prefix;
    if (method === 'GET') return timers === 'reconcile' && (name === undefined || isOurs(searchParams.get('groupName')));
    return timers !== undefined && isOurs(method === 'POST' ? bodyOf(body).GroupName : searchParams.get('groupName'));
  },
  lambda: ({ may }, { target }, prefix) => (may.invokes ?? []).some((name) => target.includes(`/functions/${prefix}-${name}/`)),
};

const bodyOf = (body: Buffer): Readonly<Record<string, unknown>> => JSON.parse(body.toString());

const refusal = JSON.stringify({ __type: 'AccessDeniedException', message: 'is not authorized to perform this' });
const denied: WireAnswer = {
  status: 400,
  headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-errortype': 'AccessDeniedException' },
  body: Buffer.from(refusal),
};

/** Refuses what a function may not do, as AWS would, and tells. */
export function permitted(parts: readonly FunctionPart[], prefix: string, tell: (what: string) => void, inner: () => Meddling): Meddling {
  return (call, through) => {
    const [from] = call.from.split('.');
    const part = parts.find(({ name }) => `${prefix}-${name}` === from);
    if (part && permits(part, call, prefix)) return inner()(call, through);
    tell(`${call.from || 'somebody'} may not ${call.operation} of ${call.service}: ${call.body.toString().slice(0, 300)}`);
    return Promise.resolve(denied);
  };
}
