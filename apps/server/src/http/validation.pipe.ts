import { StandardSchemaValidationPipe } from '@nestjs/common';
import { ParleyError } from '@parley/contract';

/** Of a body that is wrong in a thousand places, the first ones are enough to see why. */
const ISSUES_TOLD = 20;

type Issue = {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
};

/**
 * Holds every body, query and parameter against its contract schema. Nest's own pipe would drop keys like `constructor`
 * without a word; here they are one field too many, as any other. (`__proto__` doesn't get past the JSON parser.)
 */
class ContractPipe extends StandardSchemaValidationPipe {
  protected override stripProtoKeys(): void {
    // Strict schemas refuse what Nest would strip.
  }
}

export function validationPipe(): StandardSchemaValidationPipe {
  return new ContractPipe({ exceptionFactory: (issues) => badRequest(issues) });
}

export function badRequest(issues: readonly Issue[]): ParleyError {
  const told = issues.slice(0, ISSUES_TOLD).map((issue) => ({ path: pathOf(issue), message: issue.message }));
  return new ParleyError('BAD_REQUEST', { issues: told });
}

function pathOf({ path = [] }: Issue): string {
  return path.map((part) => String(typeof part === 'object' ? part.key : part)).join('.');
}
