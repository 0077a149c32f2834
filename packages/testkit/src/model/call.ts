import type { ModelServer } from './server.js';

/** A REST request, taken apart. */
export type Call = {
  readonly server: ModelServer;
  readonly token: string | undefined;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
};
