import { Module } from '@nestjs/common';
import { OrgRules } from './org-rules.js';
import { FindUsers } from './find-users.js';
import { ReadMe } from './read-me.js';
import { UserAccess } from './user.access.js';

const parts = [FindUsers, OrgRules, ReadMe, UserAccess];

/** Reading people, and what the org decides for them. What changes them needs passwords and sessions: org.module.ts. */
@Module({ providers: parts, exports: parts })
export class PeopleModule {}
