import { Injectable } from '@nestjs/common';
import { ParleyError } from '@parley/contract';
import { takesPart } from '@parley/core';
import { OrgRules } from '../org/org-rules.js';

/** Who may ask who has read what. */
@Injectable()
export class ReaderAccess {
  constructor(private readonly rules: OrgRules) {}

  /** The people whom nobody is told of; throws RECEIPTS_OFF for one who takes no part. */
  async silentFor(askerId: string): Promise<string[]> {
    const rules = await this.rules.receipts();
    if (!takesPart(rules, askerId)) throw new ParleyError('RECEIPTS_OFF');
    return [...rules.silent].filter((userId) => !takesPart(rules, userId));
  }
}
