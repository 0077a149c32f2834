/** How one kind of device is woken; a vendor's own way is another implementation. */
export type PushTarget = { readonly endpoint: string; readonly p256dh: string; readonly auth: string };

export type PushRequest = {
  /** What is said; the provider sees to it that nobody between reads it. */
  readonly payload: Buffer;
  /** A later one of the same topic takes the place of one that has not arrived yet. */
  readonly topic: string;
  readonly ttlS: number;
};

/** `retry`: not now. `failed`: never, and why. */
export type PushOutcome =
  | { readonly outcome: 'delivered' }
  | { readonly outcome: 'gone' }
  | { readonly outcome: 'retry'; readonly afterMs: number | null; readonly why: string }
  | { readonly outcome: 'failed'; readonly why: string };

export type PushProvider = {
  /** Never rejects. */
  send(target: PushTarget, request: PushRequest): Promise<PushOutcome>;
};

/** Injection token of the provider: a type has no value to be named by. */
export const PUSH_PROVIDER = Symbol('PushProvider');
