import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { PeopleModule } from './people.module.js';
import { SetUp } from './set-up.js';
import { ShowReceipts } from './show-receipts.js';

@Module({
  imports: [AuthModule, PeopleModule],
  providers: [SetUp, ShowReceipts],
  exports: [PeopleModule, SetUp, ShowReceipts],
})
export class OrgModule {}
