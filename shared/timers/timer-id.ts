/** The id of a timer that names whose it is: `kind/tenant/id`. What a driver keeps apart by tenant follows from it. */
export const timerId = (kind: string, tenant: string, id: string): string => `${kind}/${encodeURIComponent(tenant.toWellFormed())}/${id}`;

/** The tenant that an id names, as it stands there: in ASCII. Null for an id that names none. */
export function tenantIn(id: string): string | null {
  const [, tenant, rest] = id.split('/', 3);
  return tenant && rest !== undefined ? tenant : null;
}
