import { CLIENT_EVENTS, Handshake, SERVER_EVENTS, WireError } from '../dist/index.js';
import type { z } from 'zod';
import { CLIENT_EXAMPLES, HANDSHAKE_EXAMPLE, SERVER_EXAMPLES } from './examples.ts';
import { SchemaBook } from './json-schema.ts';
import { EVENT_TEXT } from './wire-text.ts';

const CHANNEL = { $ref: '#/channels/socket' };
const messageRef = (name: string): object => ({ $ref: `#/channels/socket/messages/${name}` });

type Examples = Record<string, unknown>;

/**
 * The socket protocol as AsyncAPI 3.1, from the two event maps: from the server's side, it receives what devices send and
 * replies with the ack. Prose and rules are in docs/wire.md.
 */
export function asyncapi(version: string): object {
  const book = new SchemaBook();
  const messages: Record<string, object> = {};
  const operations: Record<string, object> = {};
  for (const [event, { payload, ack }] of Object.entries(CLIENT_EVENTS)) {
    const example = (CLIENT_EXAMPLES as Record<string, { payload: unknown; ack: unknown }>)[event];
    const name = idOf(event);
    messages[name] = message(book, { event, schema: payload, example: example?.payload });
    messages[`${name}Ack`] = {
      title: `The ack of ${event}`,
      contentType: 'application/json',
      payload: ackOf(book, ack),
      examples: [{ payload: { ok: true, data: example?.ack } }],
    };
    operations[name] = {
      action: 'receive',
      summary: EVENT_TEXT[event] ?? '',
      channel: CHANNEL,
      messages: [messageRef(name)],
      reply: { channel: CHANNEL, messages: [messageRef(`${name}Ack`)] },
    };
  }
  for (const [event, schema] of Object.entries(SERVER_EVENTS)) {
    const name = idOf(event);
    messages[name] = message(book, { event, schema, example: (SERVER_EXAMPLES as Examples)[event] });
    operations[name] = {
      action: 'send',
      summary: EVENT_TEXT[event] ?? '',
      channel: CHANNEL,
      messages: [messageRef(name)],
    };
  }
  const handshake = book.take(Handshake);
  return {
    asyncapi: '3.1.0',
    info: {
      title: 'Parley',
      version,
      description:
        'The socket protocol of a Parley installation: Socket.IO 4 (protocol 5) over WebSocket. Every client event is acked. The rules that no schema says are in wire.md; the REST routes in openapi.json.',
      license: { name: 'AGPL-3.0-only' },
    },
    defaultContentType: 'application/json',
    servers: {
      install: {
        host: '{host}',
        pathname: '/socket.io',
        protocol: 'socketio',
        description: 'One origin with the web app and the REST API.',
        variables: { host: { default: '127.0.0.1:8080' } },
      },
      binary: {
        host: '{host}',
        pathname: '/ws',
        protocol: 'socketio',
        description:
          'The same in MessagePack (application/msgpack), as socket.io-msgpack-parser writes it; see wire.md.',
        variables: { host: { default: '127.0.0.1:8080' } },
      },
    },
    channels: {
      socket: {
        address: '/',
        description: 'The default namespace. `auth` of the connection is the x-handshake.',
        messages,
        'x-handshake': { schema: handshake, example: HANDSHAKE_EXAMPLE },
      },
    },
    operations,
    components: {
      schemas: Object.fromEntries(Object.entries(book.components).toSorted(([a], [b]) => (a < b ? -1 : 1))),
    },
  };
}

type Told = { event: string; schema: z.ZodType; example: unknown };

function message(book: SchemaBook, { event, schema, example }: Told): object {
  return {
    name: event,
    title: event,
    summary: EVENT_TEXT[event] ?? '',
    contentType: 'application/json',
    payload: book.take(schema),
    ...(example === undefined ? {} : { examples: [{ name: 'example', payload: example }] }),
  };
}

function ackOf(book: SchemaBook, data: z.ZodType): object {
  const accepted = {
    type: 'object',
    required: ['ok', 'data'],
    properties: { ok: { const: true }, data: book.take(data) },
  };
  const refused = {
    type: 'object',
    required: ['ok', 'error'],
    properties: { ok: { const: false }, error: book.take(WireError) },
  };
  return { oneOf: [accepted, refused] };
}

/** `message.send` → messageSend: a dot has a meaning in references. */
function idOf(event: string): string {
  return event.replace(/\.(\w)/g, (_, letter: string) => letter.toUpperCase());
}
