import { API_PREFIX, errorSpec, ROUTES, WireError } from '../dist/index.js';
import type { ErrorCode, Route, RouteName } from '../dist/index.js';
import type { z } from 'zod';
import { SchemaBook } from './json-schema.ts';
import type { JsonSchema } from './json-schema.ts';

const EVERY_ROUTE: readonly ErrorCode[] = [
  'BAD_REQUEST',
  'FRAME_TOO_LARGE',
  'RATE_LIMITED',
  'BUSY',
  'UNAVAILABLE',
  'INTERNAL',
];
const WRITES: readonly ErrorCode[] = ['UNCERTAIN'];
const SIGNED_IN: readonly ErrorCode[] = [
  'TOKEN_MISSING',
  'TOKEN_INVALID',
  'TOKEN_EXPIRED',
  'DEVICE_REVOKED',
  'USER_DISABLED',
];

const TAGS: Record<string, string> = {
  auth: 'Signing in and out',
  setup: 'Creating the organisation',
  me: 'People',
  users: 'People',
  devices: 'Devices',
  conversations: 'Conversations',
  sync: 'Sync',
  batch: 'Sync',
};

/** The REST API as OpenAPI 3.1, from the route table. */
export function openapi(version: string): object {
  const book = new SchemaBook();
  const paths: Record<string, Record<string, object>> = {};
  for (const [name, route] of Object.entries(ROUTES) as [RouteName, Route][]) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation(name, route, book) };
  }
  book.take(WireError);
  const schemas = Object.fromEntries(Object.entries(book.components).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return {
    openapi: '3.1.1',
    info: {
      title: 'Parley',
      version,
      description:
        'The REST API of a Parley installation. Ids are decimal strings; times are milliseconds since 1970 (UTC). No credential is accepted in a path or query. The socket protocol is docs/wire.md.',
      license: { name: 'AGPL-3.0-only', identifier: 'AGPL-3.0-only' },
    },
    servers: [{ url: API_PREFIX }],
    paths,
    components: {
      schemas,
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'The access token of a session; 15 minutes.',
        },
        refreshCookie: {
          type: 'apiKey',
          in: 'cookie',
          name: 'parley_refresh',
          description:
            'HttpOnly, SameSite=Strict; set by a sign-in with session "cookie" and usable from the origin of the installation only. Where the public URL names a port, the name ends in _PORT.',
        },
      },
    },
  };
}

function operation(name: string, route: Route, book: SchemaBook): object {
  return {
    operationId: name,
    tags: [TAGS[route.path.split('/')[1] ?? ''] ?? 'Other'],
    summary: route.summary,
    ...security(route),
    ...parameters(route, book),
    ...(route.body === undefined ? {} : requestBody(route, book)),
    responses: {
      '200': { description: 'Done.', content: { 'application/json': { schema: book.take(route.response) } } },
      ...errorResponses(route),
    },
  };
}

function security(route: Route): object {
  if (route.auth === 'bearer') return { security: [{ bearer: [] }] };
  return route.auth === 'cookie' ? { security: [{ refreshCookie: [] }, {}] } : { security: [] };
}

function requestBody(route: Route, book: SchemaBook): object {
  const schema = book.take(route.body as z.ZodType);
  return { requestBody: { required: route.auth !== 'cookie', content: { 'application/json': { schema } } } };
}

function parameters(route: Route, book: SchemaBook): object {
  const all = [...parametersIn('path', route.params, book), ...parametersIn('query', route.query, book)];
  return all.length === 0 ? {} : { parameters: all };
}

function parametersIn(place: 'path' | 'query', schema: z.ZodObject | undefined, book: SchemaBook): object[] {
  return Object.entries(schema?.shape ?? {}).map(([name, part]) => {
    const { description, default: byDefault, ...json }: JsonSchema = book.take(part as z.ZodType, 'output');
    const required = place === 'path' || !(part as z.ZodType).safeParse(undefined).success;
    return {
      name,
      in: place,
      required,
      ...(description === undefined ? {} : { description }),
      schema: byDefault === undefined ? json : { ...json, default: byDefault },
    };
  });
}

/** One answer per status, with the codes that it can carry. */
function errorResponses(route: Route): Record<string, object> {
  const signedIn = route.auth === 'bearer' ? SIGNED_IN : [];
  const writes = route.method === 'GET' ? [] : WRITES;
  const codes = [...new Set([...route.errors, ...signedIn, ...writes, ...EVERY_ROUTE])];
  const byStatus = Map.groupBy(codes, (code) => errorSpec(code).status);
  const statuses = [...byStatus].toSorted(([a], [b]) => a - b);
  return Object.fromEntries(
    statuses.map(([status, listed]) => [
      String(status),
      {
        description: listed.map((code) => `${code}: ${errorSpec(code).message}`).join('\n'),
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
      },
    ]),
  );
}
