/** What came back of a message that was sent. Times are ms since 1970; `id` is what `send` answered. */
export type MailEvent =
  /** It could not be delivered. `permanent`: nothing more should be sent to the address. */
  | { readonly kind: 'bounce'; readonly permanent: boolean; readonly id: string; readonly at: number; readonly recipients: readonly Bounced[] }
  /** Its reader called it unwanted: nothing more may be sent to the address. `feedback` as the provider has it: `abuse`, `not-spam` … */
  | {
      readonly kind: 'complaint';
      readonly id: string;
      readonly at: number;
      readonly recipients: readonly string[];
      readonly feedback: string | null;
    };

export interface Bounced {
  readonly address: string;
  /** The server's words, or how SES calls it. */
  readonly why: string;
}
