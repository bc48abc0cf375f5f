/** A POST as bytes, ready to be written to a socket. */
export function post(path: string, headers: Readonly<Record<string, string>>, body: Buffer): Buffer {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([
    Buffer.from(`POST ${path} HTTP/1.1\r\nHost: bellhop.example\r\n${lines.join('')}Content-Length: ${body.length}\r\n\r\n`, 'latin1'),
    body,
  ]);
}
