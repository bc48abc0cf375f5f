/** An error as the Graph API says it. */
export function graphError(code: number, message: string, subcode?: number) {
  const type = code === 190 ? 'OAuthException' : code === 100 ? 'GraphMethodException' : 'OAuthException';
  return { error: { message, type, code, ...(subcode === undefined ? {} : { error_subcode: subcode }), fbtrace_id: 'AbCdEf' } };
}
