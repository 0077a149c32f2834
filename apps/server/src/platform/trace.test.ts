import { expect, test } from 'vitest';
import { newTraceId, someOf, traceOfHeader, traceparentOf } from './trace.js';

test('no two traces are the same, and each is one of the W3C', () => {
  const made = Array.from({ length: 2_000 }, () => newTraceId());
  expect(new Set(made).size).toBe(2_000);
  expect(made.filter((trace) => !/^[\da-f]{32}$/.test(trace))).toEqual([]);
});

test('a trace is handed on as a header and read from it', () => {
  const trace = newTraceId();
  expect(traceOfHeader(traceparentOf(trace))).toBe(trace);
  expect(traceOfHeader(`00-${trace}-00f067aa0ba902b7-01`)).toBe(trace);
  expect(traceOfHeader(`01-${trace}-00f067aa0ba902b7-01-later`)).toBe(trace);
});

test.each([
  undefined,
  '',
  'a trace',
  ['00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'],
  '00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01',
  '00-00000000000000000000000000000000-00f067aa0ba902b7-01',
  'ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\nforged line',
])('what is none is not taken for one: %j', (header) => {
  expect(traceOfHeader(header)).toBeNull();
});

test('a line names some of many', () => {
  expect(someOf(['a', 'b'])).toEqual(['a', 'b']);
  expect(someOf(Array.from({ length: 200 }, () => 'x'))).toHaveLength(20);
});
