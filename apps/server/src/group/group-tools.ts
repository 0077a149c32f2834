import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { IdGenerator } from '../platform/ids.js';

/** What the commands need besides the parts of the domain. */
@Injectable()
export class GroupTools {
  constructor(
    readonly ids: IdGenerator,
    readonly clock: Clock,
  ) {}
}
