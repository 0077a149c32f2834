import { SetMetadata } from '@nestjs/common';
import type { CustomDecorator } from '@nestjs/common';

export const PUBLIC = 'parley:public';

/** A route that needs no access token; without it every route does. */
export function Public(): CustomDecorator {
  return SetMetadata(PUBLIC, true);
}
