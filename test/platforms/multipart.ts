/**
 * What a multipart form holds, by another reading than the one that wrote it: files as they are, of texts those that are JSON as what they say. Null for what is none.
 */
export async function formIn(contentType: string, bytes: Buffer): Promise<Readonly<Record<string, unknown>> | null> {
  try {
    const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': contentType } }).formData();
    return Object.fromEntries([...form].map(([name, value]) => [name, typeof value === 'string' ? readAs(value) : value]));
  } catch {
    return null;
  }
}

export const isMultipart = (contentType: string | undefined): contentType is string => contentType?.startsWith('multipart/form-data') === true;

function readAs(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
