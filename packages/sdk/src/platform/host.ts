/** The few globals that every platform has; named here so that the SDK compiles without DOM and without Node types. */
type AbortSignalLike = object;
type HostResponse = {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  text(): Promise<string>;
};
type Host = {
  readonly fetch: (
    url: string,
    init: {
      method: string;
      headers: Record<string, string>;
      body?: string;
      credentials?: 'same-origin' | 'omit';
      signal: AbortSignalLike;
    },
  ) => Promise<HostResponse>;
  readonly AbortSignal: { timeout(ms: number): AbortSignalLike };
  readonly crypto: { getRandomValues(bytes: Uint8Array): Uint8Array };
  readonly setTimeout: (run: () => void, ms: number) => unknown;
  readonly clearTimeout: (timer: unknown) => void;
};

export const host = globalThis as unknown as Host;
