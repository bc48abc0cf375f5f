import { createServer, type IncomingMessage } from 'node:http';
import { access, type Listening, listening } from './listening.ts';

/** What an account says of itself, to be changed at will. */
export interface AccountState {
  /** Lambda's limit, and what of it is kept for no function. */
  concurrency: { limit: number; unreserved: number };
  readonly functions: Map<string, { readonly variables: Readonly<Record<string, string>>; readonly reserved: number }>;
  readonly buckets: Set<string>;
  /** What SES may send as. */
  readonly identities: Set<string>;
  sendsToAnyone: boolean;
  /** The next requests whose name begins so are refused with it. */
  refuse: { readonly what: string; readonly status: number; readonly error: string } | null;
}

export interface AccountStandIn extends Listening {
  readonly id: string;
  readonly state: AccountState;
  /** What was asked: `sts GetCallerIdentity`, `GET /v2/email/account`. */
  readonly asked: string[];
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
  readonly error?: string;
}

const id = '000000000000';

/** An account as `deploy` asks about it: STS, Lambda, SES and S3 in their own protocols, and of each only that; all else is refused. */
export async function startAccount(): Promise<AccountStandIn> {
  const state: AccountState = {
    concurrency: { limit: 1_000, unreserved: 1_000 },
    functions: new Map(),
    buckets: new Set([`cdk-hnb659fds-assets-${id}-${access.region}`]),
    identities: new Set(),
    sendsToAnyone: true,
    refuse: null,
  };
  const asked: string[] = [];

  function answer(name: string, path: string): Answer {
    if (state.refuse && name.startsWith(state.refuse.what)) return no(state.refuse.status, state.refuse.error);
    if (name === 'sts GetCallerIdentity') return xml(`<Arn>arn:aws:iam::${id}:user/ann</Arn><UserId>AIDA</UserId><Account>${id}</Account>`);
    const [, kind = '', part = '', last = ''] = /^\/(?:\d{4}-\d\d-\d\d|v2\/email)\/([a-z-]+)\/?([^/]*)\/?([a-z]*)$/.exec(path) ?? [];
    const named = decodeURIComponent(part);
    switch (kind) {
      case 'account-settings':
        return json({
          AccountLimit: { ConcurrentExecutions: state.concurrency.limit, UnreservedConcurrentExecutions: state.concurrency.unreserved },
        });
      case 'functions': {
        const found = state.functions.get(named);
        if (!found) return no(404, 'ResourceNotFoundException');
        return last === 'concurrency'
          ? json(found.reserved > 0 ? { ReservedConcurrentExecutions: found.reserved } : {})
          : json({ FunctionName: named, Environment: { Variables: found.variables } });
      }
      case 'account':
        return json({ ProductionAccessEnabled: state.sendsToAnyone });
      case 'identities':
        return state.identities.has(named) ? json({ VerifiedForSendingStatus: true }) : no(404, 'NotFoundException');
    }
    if (name.startsWith('HEAD /')) return { ...json({}), status: state.buckets.has(path.replaceAll('/', '')) ? 200 : 404, body: '' };
    return no(400, 'UnknownOperationException');
  }

  const served = await listening(
    createServer((request, response) => {
      void textOf(request).then((text) => {
        const { pathname } = new URL(request.url ?? '/', 'http://account');
        const action = new URLSearchParams(text).get('Action');
        const name = action === null ? `${request.method} ${pathname}` : `sts ${action}`;
        asked.push(name);
        const { status, type, body, error } = answer(name, pathname);
        response.writeHead(status, { 'content-type': type, ...(error && { 'x-amzn-errortype': error }) }).end(body);
      });
    }),
  );
  return { ...served, id, state, asked };
}

const json = (body: object): Answer => ({ status: 200, type: 'application/json', body: JSON.stringify(body) });
const xml = (result: string): Answer => ({
  status: 200,
  type: 'text/xml',
  body: `<GetCallerIdentityResponse><GetCallerIdentityResult>${result}</GetCallerIdentityResult></GetCallerIdentityResponse>`,
});
/** In the words of both protocols. */
const no = (status: number, error: string): Answer => ({
  status,
  error,
  type: error.startsWith('sts:') ? 'text/xml' : 'application/json',
  body: error.startsWith('sts:')
    ? `<ErrorResponse><Error><Code>${error.slice(4)}</Code><Message>no</Message></Error></ErrorResponse>`
    : JSON.stringify({ message: `${error}: no` }),
});

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const piece of request) text += piece;
  return text;
}
