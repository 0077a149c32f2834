import type { z } from 'zod';

/** NUL and halves of surrogate pairs: JSON can carry them, Postgres can't keep them. */
const UNSTORABLE = /[\0\p{Surrogate}]/u;

/** A schema that also refuses text which can't be stored, wherever it stands. (Messages have a code of their own for it.) */
export function storable<T extends z.ZodType>(schema: T): T {
  return schema.refine((value) => !hasUnstorable(value), 'there are characters in the text that can not be stored');
}

function hasUnstorable(value: unknown): boolean {
  if (typeof value === 'string') return UNSTORABLE.test(value);
  return typeof value === 'object' && value !== null && Object.values(value).some((part) => hasUnstorable(part));
}
