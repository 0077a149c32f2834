import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { PeopleModule } from './people.module.js';
import { SetUp } from './set-up.js';

@Module({ imports: [AuthModule, PeopleModule], providers: [SetUp], exports: [PeopleModule, SetUp] })
export class OrgModule {}
