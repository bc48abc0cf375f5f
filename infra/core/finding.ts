/** One thing that was tried. */
export interface Finding {
  readonly about: string;
  /** `off`: nobody asked for it. */
  readonly state: 'ok' | 'off' | 'wrong';
  readonly detail: string;
  /** The mend, in words. */
  readonly hint?: string | undefined;
}
