import { Injectable } from '@nestjs/common';
import { ChannelListing } from '../channel/channel-listing.js';
import { FinishRows } from '../conversation/finish-rows.js';
import { FinishDissolve } from './finish-dissolve.js';
import { FinishGroup } from './finish-group.js';

/** What finishes the outbox rows that acts on groups write, for the worker. */
@Injectable()
export class GroupEffects {
  constructor(
    readonly changes: FinishGroup,
    readonly ends: FinishDissolve,
    readonly rows: FinishRows,
    readonly listing: ChannelListing,
  ) {}
}
