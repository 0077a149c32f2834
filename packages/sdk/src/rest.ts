import {
  API_PREFIX,
  ParleyError,
  type RestInput,
  type RestOutput,
  type Route,
  type RouteName,
  ROUTES,
} from '@parley/contract';
import { endsSession, wireErrorOf } from './errors.js';
import type { RestAnswer, TransportPort } from './ports.js';

const TIMEOUT_MS = 15_000;

type LooseInput = { params?: Record<string, string>; query?: Record<string, unknown>; body?: unknown };

/** Where a bearer token comes from. */
export type TokenSource = {
  accessToken(): Promise<string>;
  /** A newer token than the one that was refused. */
  refresh(refused: string): Promise<string>;
  /** The server refused the sign-in itself. */
  refused(error: ParleyError): void;
};

/** Typed REST: one method for every route of the contract. */
export class RestClient {
  readonly #transport: TransportPort;
  readonly #tokens: TokenSource;

  constructor(transport: TransportPort, tokens: TokenSource) {
    this.#transport = transport;
    this.#tokens = tokens;
  }

  /** Calls a route; throws ParleyError. An expired token is refreshed once. */
  async call<N extends RouteName>(name: N, input: RestInput<N>): Promise<RestOutput<N>> {
    if (ROUTES[name].auth !== 'bearer') return callRoute(this.#transport, name, { input });
    const token = await this.#tokens.accessToken();
    try {
      return await callRoute(this.#transport, name, { input, token });
    } catch (error) {
      if (!(error instanceof ParleyError)) throw error;
      if (endsSession(error)) this.#tokens.refused(error);
      if (error.code !== 'TOKEN_EXPIRED') throw error;
      return callRoute(this.#transport, name, { input, token: await this.#tokens.refresh(token) });
    }
  }
}

type RouteCall<N extends RouteName> = { input: RestInput<N>; token?: string };

/** One call with a token of the caller's. */
export async function callRoute<N extends RouteName>(
  transport: TransportPort,
  name: N,
  call: RouteCall<N>,
): Promise<RestOutput<N>> {
  const route: Route = ROUTES[name];
  const { token } = call;
  const { params, query, body } = call.input as LooseInput;
  const answer = await send(transport, {
    method: route.method,
    path: pathOf(route.path, params ?? {}, query ?? {}),
    timeoutMs: TIMEOUT_MS,
    ...(body === undefined ? {} : { body }),
    ...(token === undefined ? {} : { token }),
  });
  if (answer.status >= 400) throw errorOf(answer);
  const parsed = route.response.safeParse(answer.body);
  if (!parsed.success) throw new ParleyError('INTERNAL', { cause: `the answer of ${name} does not fit the contract` });
  return parsed.data as RestOutput<N>;
}

async function send(transport: TransportPort, request: Parameters<TransportPort['request']>[0]): Promise<RestAnswer> {
  try {
    return await transport.request(request);
  } catch (error) {
    throw new ParleyError('UNAVAILABLE', { cause: error instanceof Error ? error.message : String(error) });
  }
}

function errorOf(answer: RestAnswer): ParleyError {
  const wire = wireErrorOf(answer.body);
  const hint = answer.retryAfterMs === null ? {} : { retryAfterMs: answer.retryAfterMs };
  if (wire !== null) return ParleyError.fromWire({ ...wire, details: { ...hint, ...wire.details } });
  // A proxy or load balancer answered, not Parley.
  const code = answer.status === 429 ? 'RATE_LIMITED' : answer.status >= 502 ? 'UNAVAILABLE' : 'INTERNAL';
  return new ParleyError(code, { status: answer.status, ...hint });
}

function pathOf(template: string, params: Record<string, string>, query: Record<string, unknown>): string {
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const pairs = Object.entries(query)
    .filter((pair) => pair[1] !== undefined)
    .map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(String(value))}`);
  return `${API_PREFIX}${path}${pairs.length === 0 ? '' : `?${pairs.join('&')}`}`;
}
