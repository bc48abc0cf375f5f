/** How a file goes out so that a browser keeps it and runs nothing of it. `key`: the blob's, whose last part is its name. */
export function downloadHeaders(key: string, contentType: string): Readonly<Record<string, string>> {
  return {
    'content-type': contentType,
    'content-disposition': dispositionOf(key),
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'private, no-store',
  };
}

/** RFC 6266: the name in UTF-8, and in ASCII for who doesn't read that. */
export function dispositionOf(key: string): string {
  const name = key.slice(key.lastIndexOf('/') + 1);
  const escaped = encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${name.replace(/[^ -~]|["\\%]/g, '_')}"; filename*=UTF-8''${escaped}`;
}
