import type { State } from '../inbox/inbox.ts';
import type { State as SeenState } from '../series/series.ts';

/** What the flow tells about itself; infra makes metrics and log lines of it. Called on hot paths: keep it cheap, never throw. */
export interface Observer {
  /** Kept durably; `tookMs` from the request's arrival. */
  accepted(channel: string, tookMs: number): void;
  duplicate(channel: string): void;
  /** Not kept; `reason` is one of a small set of words. */
  rejected(channel: string, reason: string, cause?: unknown): void;
  /** A run ended. */
  ran(about: { readonly command: string; readonly trace: string; readonly state: State; readonly tookMs: number; readonly cause?: unknown }): void;
  /** Somebody tried what they may not. */
  notAllowed(about: { readonly command: string; readonly trace: string; readonly person: string; readonly needs: string }): void;
  /** All replies of a command are with the platform; `tookMs` from acceptance. */
  replied(about: { readonly channel: string; readonly trace: string; readonly tookMs: number }): void;
  /** The platform told that it did not take an answer that was in the response; its person heard an error. */
  answerRefused(channel: string, reason: string, detail: string): void;
  /** A send failed; `dead` when nothing will be tried again. */
  deliveryFailed(about: {
    readonly channel: string;
    readonly trace: string;
    readonly reason: string;
    readonly dead: boolean;
    readonly maybeSent: boolean;
    readonly cause: unknown;
  }): void;
  /** A check was looked at; `tookMs` of the look, `lateMs` after its turn. */
  looked(about: { readonly kind: string; readonly state: SeenState; readonly tookMs: number; readonly lateMs: number }): void;
}

/** Tells nobody. */
export const silent: Observer = {
  accepted() {},
  duplicate() {},
  rejected() {},
  ran() {},
  notAllowed() {},
  replied() {},
  answerRefused() {},
  deliveryFailed() {},
  looked() {},
};
