import { Module } from '@nestjs/common';
import { FindUsers } from './find-users.js';
import { ReadMe } from './read-me.js';
import { UserAccess } from './user.access.js';

/** Reading people. What changes them needs passwords and sessions: org.module.ts. */
@Module({ providers: [FindUsers, ReadMe, UserAccess], exports: [FindUsers, ReadMe, UserAccess] })
export class PeopleModule {}
