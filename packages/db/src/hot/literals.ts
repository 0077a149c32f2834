/**
 * Array parameters of the hot statements, written as Postgres array literals. pg's own conversion escapes every element
 * of every array by regular expression, which costs more than the rest of the client's work for a batch.
 */
export function numbers(values: readonly (number | string | null)[]): string {
  let out = '{';
  for (let i = 0; i < values.length; i++) out += (i === 0 ? '' : ',') + (values[i] ?? 'NULL');
  return out + '}';
}

/** Who and where, as the two arrays of a statement that asks for many pairs. */
export function pairs(asked: readonly { userId: string; conversationId: string }[]): [string, string] {
  return [numbers(asked.map(({ userId }) => userId)), numbers(asked.map(({ conversationId }) => conversationId))];
}

export function booleans(values: readonly boolean[]): string {
  let out = '{';
  for (let i = 0; i < values.length; i++) out += (i === 0 ? '' : ',') + (values[i] === true ? 't' : 'f');
  return out + '}';
}

const SPECIAL = /["\\]/;

function quoted(value: string): string {
  return '"' + (SPECIAL.test(value) ? value.replace(/["\\]/g, '\\$&') : value) + '"';
}

export function texts(values: readonly (string | null)[]): string {
  let out = '{';
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? null;
    out += (i === 0 ? '' : ',') + (value === null ? 'NULL' : quoted(value));
  }
  return out + '}';
}

export function jsons(values: readonly unknown[]): string {
  let out = '{';
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? null;
    out += (i === 0 ? '' : ',') + (value === null ? 'NULL' : quoted(JSON.stringify(value)));
  }
  return out + '}';
}

/** Decimal ids in numeric order: lock order is ascending ids. */
export function compareIds(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}
