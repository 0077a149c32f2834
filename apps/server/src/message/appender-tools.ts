import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { IdGenerator } from '../platform/ids.js';
import { Logger } from '../platform/logger.js';
import { FinishThreads } from '../thread/finish-threads.js';
import { HotMessages } from './hot-messages.js';

/** Sends that may wait for one shard; beyond, BUSY before anything is stored. Injected, so that it is a setting. */
export class AppendLimit {
  constructor(readonly sends: number) {}
}

/** What the lanes need besides the parts of the domain. */
@Injectable()
export class AppenderTools {
  constructor(
    readonly ids: IdGenerator,
    readonly clock: Clock,
    readonly logger: Logger,
    readonly limit: AppendLimit,
    readonly hot: HotMessages,
    readonly threads: FinishThreads,
  ) {}
}
