/** Short messages from the installation's own number, where no platform of its own sends them. */
export interface Texts {
  /** The number that they come from, E.164; or what stands for several. */
  readonly from: string;
  /** Sends one, and answers its id. Throws SendFailed; a failure may have sent it where the error says so. */
  send(to: string, body: string, options: { readonly signal: AbortSignal }): Promise<{ readonly id: string }>;
}
