/** An answer to a program. */
export function problem(status: number, code: string, message: string, hint?: string, headers: Record<string, string> = {}): Response {
  return Response.json({ error: { code, message, ...(hint === undefined ? {} : { hint }) } }, { status, headers });
}
