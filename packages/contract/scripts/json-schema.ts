import { z } from 'zod';

/** What the documents read of a JSON schema; zod writes draft 2020-12, which is what OpenAPI 3.1 speaks. */
export type JsonSchema = {
  $ref?: string;
  $defs?: Record<string, JsonSchema>;
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
  prefixItems?: JsonSchema[];
  items?: JsonSchema;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: boolean | JsonSchema;
  description?: string;
  default?: unknown;
  example?: unknown;
  examples?: unknown[];
  pattern?: string;
  format?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  [key: string]: unknown;
};

const COMPONENTS = '#/components/schemas/';

/** Turns contract schemas into JSON schemas and gathers every one that has an id, once. */
export class SchemaBook {
  readonly components: Record<string, JsonSchema> = {};

  /**
   * `input` describes what the sender writes: strict objects refuse more fields, open ones don't. Query and path
   * parameters are coerced from text, so there the parsed side is what a reader wants to know.
   */
  take(schema: z.ZodType, io: 'input' | 'output' = 'input'): JsonSchema {
    const json = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as JsonSchema;
    const { $schema: _dialect, $defs = {}, ...own } = json;
    for (const [id, definition] of Object.entries($defs)) this.keep(id, definition);
    const id = own['id'];
    if (typeof id !== 'string') return relink(own);
    this.keep(id, own);
    return { $ref: `${COMPONENTS}${id}` };
  }

  private keep(id: string, definition: JsonSchema): void {
    const { id: _id, ...schema } = definition;
    const relinked = relink(schema);
    const known = this.components[id];
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(relinked)) {
      throw new Error(`two schemas have the id ${id}: give one of them another`);
    }
    this.components[id] = relinked;
  }
}

/** The name of a reference's target. */
export function refName(ref: string): string {
  return ref.slice(ref.lastIndexOf('/') + 1);
}

function relink<T>(value: T): T {
  if (Array.isArray(value)) return value.map((part: unknown) => relink(part)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, part]: [string, unknown]) => {
    if (key === '$ref' && typeof part === 'string') return [key, `${COMPONENTS}${refName(part)}`];
    return [key, relink(part)];
  });
  return Object.fromEntries(entries) as T;
}
