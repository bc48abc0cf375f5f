import { connect, isIP } from 'node:net';

/** Something that is all but always there: what shows whether it is this machine's own network that is down. */
export interface Anchor {
  readonly host: string;
  readonly port: number;
}

const answerMs = 3_000;
const form = /^(?:\[([0-9a-f:.]{2,45})\]|([a-z0-9][a-z0-9._-]{0,252})):([1-9]\d{0,4})$/i;

/** Reads BELLHOP_ANCHORS: `host:port`, comma-separated. Null: it isn't that. */
export function anchorsOf(setting = ''): readonly Anchor[] | null {
  const words = setting.split(',').flatMap((word) => word.trim() || []);
  const anchors = words.flatMap((word): Anchor[] => {
    const [, address, name, port] = form.exec(word) ?? [];
    const host = address === undefined || isIP(address) === 6 ? (address ?? name) : undefined;
    return host === undefined || Number(port) > 65_535 ? [] : [{ host, port: Number(port) }];
  });
  return anchors.length === words.length ? anchors : null;
}

/** Whether an anchor takes a connection within 3 s. Whoever runs the machine named it, so it may be any address. */
export function reaches({ host, port }: Anchor, withinMs = answerMs): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const timer = setTimeout(() => end(false), withinMs);
    const end = (isThere: boolean) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(isThere);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });
}

/** Whether one of them does. */
export async function reachesOne(anchors: readonly Anchor[]): Promise<boolean> {
  return Promise.any(anchors.map(async (anchor) => (await reaches(anchor)) || Promise.reject(new Error('It is not there.')))).catch(() => false);
}
