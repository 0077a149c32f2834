import { createServer, type IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { Door } from './door.js';

/** A server, and connections to it from an address. */
function standing(options: { trustProxy?: string[]; strangersPerAddress: number }) {
  const door = new Door({ trustProxy: [], ...options });
  const http = createServer();
  door.watch(http);
  const connect = (remoteAddress: string, forwarded?: string) => {
    const socket = Object.defineProperty(new Socket(), 'remoteAddress', { value: remoteAddress });
    http.emit('connection', socket);
    const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
    return { socket, request: { socket, headers } as unknown as IncomingMessage };
  };
  return { door, connect };
}

test('connections of one address beyond the bound are closed; who has signed in counts no more', () => {
  const { door, connect } = standing({ strangersPerAddress: 2 });
  const first = connect('10.0.0.1');
  connect('10.0.0.1');
  expect(connect('10.0.0.1').socket.destroyed).toBe(true);
  expect(connect('10.0.0.2').socket.destroyed).toBe(false);
  expect(door.signedIn(first.request)).toBe('10.0.0.1');
  expect(connect('10.0.0.1').socket.destroyed).toBe(false);
});

test('who is let in and goes without having signed in has failed; who was told to come back has not', () => {
  const { door, connect } = standing({ strangersPerAddress: 4 });
  const told = connect('10.0.0.1');
  expect(door.waitMs(told.request)).toBe(0);
  told.socket.emit('close');
  expect(door.waitMs(connect('10.0.0.1').request)).toBe(0);
  const gone = connect('10.0.0.1');
  door.letIn(gone.request);
  gone.socket.emit('close');
  expect(door.waitMs(connect('10.0.0.1').request)).toBeGreaterThan(9_000);
  expect(door.waitMs(connect('10.0.0.2').request)).toBe(0);
});

test('a token that has expired is no failure, one that is none is', () => {
  const { door, connect } = standing({ strangersPerAddress: 4 });
  const old = connect('10.0.0.1');
  door.letIn(old.request);
  door.refused(old.request, 'TOKEN_EXPIRED');
  old.socket.emit('close');
  expect(door.waitMs(connect('10.0.0.1').request)).toBe(0);
  const forged = connect('10.0.0.1');
  door.letIn(forged.request);
  door.refused(forged.request, 'TOKEN_INVALID');
  expect(door.waitMs(connect('10.0.0.1').request)).toBeGreaterThan(9_000);
});

test('a failure counts once, when it is told and not again when it goes', () => {
  const { door, connect } = standing({ strangersPerAddress: 8 });
  const forged = connect('10.0.0.1');
  door.letIn(forged.request);
  door.refused(forged.request, 'TOKEN_INVALID');
  forged.socket.emit('close');
  expect(door.waitMs(connect('10.0.0.1').request)).toBe(0);
});

test('behind a proxy it is the person who counts', () => {
  const { door, connect } = standing({ strangersPerAddress: 4, trustProxy: ['10.0.0.1'] });
  for (let count = 0; count < 10; count += 1) expect(connect('10.0.0.1').socket.destroyed).toBe(false);
  const forged = connect('10.0.0.1', '192.0.2.7');
  door.letIn(forged.request);
  door.refused(forged.request, 'TOKEN_INVALID');
  expect(door.waitMs(connect('10.0.0.1', '192.0.2.7').request)).toBeGreaterThan(9_000);
  expect(door.waitMs(connect('10.0.0.1', '192.0.2.8').request)).toBe(0);
});
