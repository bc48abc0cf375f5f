type Fields = Readonly<Record<string, unknown>>;

/** A file that people see in a conversation. */
export interface SlackFile {
  readonly filename: string;
  readonly title: string;
  readonly alt?: string;
  readonly bytes: Buffer;
  readonly channel: string;
  readonly thread?: string;
}

/** Files as Slack takes them (files.getUploadURLExternal, files.completeUploadExternal): asked for, sent to where that leads, and shown. */
export function uploaded(url: () => string) {
  const shown: SlackFile[] = [];
  const shared = new Map<string, string>();
  const asked = new Map<string, { readonly filename: string; readonly length: number; readonly alt?: string; bytes?: Buffer }>();

  return {
    shown,
    ask({ filename, length, alt_txt: alt }: Fields): Fields {
      if (typeof filename !== 'string' || filename === '' || !(Number(length) > 0)) return { ok: false, error: 'missing_argument' };
      if (alt !== undefined && String(alt).length > 1_000) return { ok: false, error: 'alt_txt_too_large' };
      const id = `F${String(asked.size + 1).padStart(9, '0')}`;
      asked.set(id, { filename, length: Number(length), ...(alt === undefined ? {} : { alt: String(alt) }) });
      return { ok: true, file_id: id, upload_url: `${url()}/upload/${id}` };
    },
    /** The status of a POST of the bytes. */
    take(path: string, bytes: Buffer): number {
      const file = asked.get(path.replace('/upload/', ''));
      if (!file || bytes.length !== file.length) return 400;
      file.bytes = bytes;
      return 200;
    },
    /** files.info: where it is. */
    info({ file: id }: Fields): Fields {
      const file = asked.get(String(id));
      if (!file) return { ok: false, error: 'file_not_found' };
      const where = shared.get(String(id));
      return { ok: true, file: { id, ...(where === undefined ? {} : { shares: { public: { [where]: [{ ts: '1700000000.000100' }] } } }) } };
    },
    complete({ files: list, channel_id: channel, thread_ts: thread }: Fields): Fields {
      const named = (typeof list === 'string' ? JSON.parse(list) : list) as readonly { readonly id: string; readonly title?: string }[];
      for (const { id, title = '' } of named) {
        const file = asked.get(id);
        if (!file?.bytes) return { ok: false, error: 'file_not_found' };
        if (typeof channel !== 'string' || !/^[CDG]/.test(channel)) return { ok: false, error: 'invalid_channel' };
        const { filename, alt, bytes } = file;
        shared.set(id, channel);
        shown.push({ filename, title, bytes, channel, ...(alt === undefined ? {} : { alt }), ...(typeof thread === 'string' ? { thread } : {}) });
      }
      return { ok: true, files: named };
    },
  };
}
