import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { expect, test } from 'vitest';

const load = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
const specification = load(createRequire(import.meta.url).resolve('@asyncapi/specs/schemas/3.1.0-without-$id.json'));

function faultsOf(document: unknown): string[] {
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  const validate = ajv.compile(specification as object);
  validate(document);
  const wrong = (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  return [...wrong, ...danglingRefs(document, document)];
}

/** References that lead nowhere: the schema of AsyncAPI only knows that they are references. */
function danglingRefs(part: unknown, document: unknown): string[] {
  if (typeof part !== 'object' || part === null) return [];
  const { $ref } = part as { $ref?: unknown };
  const own = typeof $ref === 'string' && target(document, $ref) === undefined ? [`${$ref} leads nowhere`] : [];
  return [...own, ...Object.values(part).flatMap((inner) => danglingRefs(inner, document))];
}

function target(document: unknown, ref: string): unknown {
  return ref
    .split('/')
    .slice(1)
    .reduce<unknown>(
      (at, name) => (typeof at === 'object' && at !== null ? Reflect.get(at, name) : undefined),
      document,
    );
}

const document = load('docs/asyncapi.json') as {
  operations: Record<string, { action: string; channel: { $ref: string } }>;
  channels: { socket: { messages: Record<string, unknown> } };
};

test('docs/asyncapi.json is valid AsyncAPI 3.1, and every reference in it leads somewhere', () => {
  expect(faultsOf(document)).toEqual([]);
});

test('a wrong document is found out', () => {
  const wrong = structuredClone(document);
  const { heartbeat, messageSend } = wrong.operations;
  if (heartbeat === undefined || messageSend === undefined) throw new Error('no such operations');
  heartbeat.action = 'eat';
  messageSend.channel.$ref = '#/channels/nowhere';
  expect(faultsOf(wrong)).toEqual(
    expect.arrayContaining([
      expect.stringContaining('/operations/heartbeat/action'),
      '#/channels/nowhere leads nowhere',
    ]),
  );
});
