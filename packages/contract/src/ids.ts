import * as z from 'zod';

/** Ids are signed 64-bit numbers in the store. */
const MAX_ID = '9223372036854775807';

/** A snowflake id as a decimal string: JavaScript numbers lose the low bits of 64-bit ids. */
export const Id = z
  .string()
  .regex(/^[1-9]\d{0,18}$/, 'an id is a decimal string of 1 to 19 digits')
  .refine((id) => id.length < 19 || id <= MAX_ID, 'an id is at most 2^63 - 1')
  .meta({ id: 'Id', example: '7340032178176' });
export type Id = z.infer<typeof Id>;

/** One signed-in install; made by the server at sign-in. */
export const DeviceId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{8,64}$/, '8 to 64 letters, digits, - or _')
  .meta({ id: 'DeviceId', example: 'd_4k2v9x0q7m1c' });
export type DeviceId = z.infer<typeof DeviceId>;

/** Idempotency key of a send, made by the sending device: the same key is the same message, for ever. */
export const ClientMsgId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{8,64}$/, '8 to 64 letters, digits, - or _')
  .meta({ id: 'ClientMsgId', example: 'c_01k9x3m8q2f7w' });
export type ClientMsgId = z.infer<typeof ClientMsgId>;

/** A gapless counter: seq, rev, ord, inboxSeq. */
export const Counter = z
  .number()
  .int()
  .min(0)
  .max(Number.MAX_SAFE_INTEGER)
  .meta({ id: 'Counter', description: 'A gapless counter; 0 means nothing yet.' });

/** A moment in milliseconds since 1970 (UTC), by the server's clock. */
export const Millis = z
  .number()
  .int()
  .min(0)
  .max(8.64e15)
  .meta({ id: 'Millis', description: 'Milliseconds since 1970-01-01 UTC, by the server clock.' });
