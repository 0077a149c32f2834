import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { OrgModule } from './org.module.js';
import { SetUp } from './set-up.js';

/** Making the organisation and its accounts. */
@Module({ imports: [AuthModule, OrgModule], providers: [SetUp], exports: [SetUp] })
export class AccountsModule {}
