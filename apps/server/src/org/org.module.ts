import { Module } from '@nestjs/common';
import { FindUsers } from './find-users.js';
import { ReadMe } from './read-me.js';
import { UserAccess } from './user.access.js';

/** Reading people. What changes them needs passwords and sessions: accounts.module.ts. */
@Module({ providers: [FindUsers, ReadMe, UserAccess], exports: [ReadMe, UserAccess, FindUsers] })
export class OrgModule {}
