import { Body, Controller, Get, Patch, Req } from '@nestjs/common';
import { type Preferences, ROUTES } from '@parley/contract';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { actorOf } from '../http/request.js';
import { storable } from '../http/storable.js';
import { PreferenceAccess } from './preference.access.js';
import { SetPreferences } from './set-preferences.js';

const { changePreferences } = ROUTES;

@Controller()
export class PreferenceController {
  constructor(
    private readonly access: PreferenceAccess,
    private readonly set: SetPreferences,
  ) {}

  @Get('preferences')
  preferences(@Req() req: FastifyRequest): Promise<Preferences> {
    return this.access.preferencesOf(actorOf(req).userId);
  }

  @Patch('preferences')
  change(
    @Req() req: FastifyRequest,
    @Body({ schema: storable(changePreferences.body) }) body: z.output<typeof changePreferences.body>,
  ): Promise<Preferences> {
    return this.set.execute(actorOf(req), body);
  }
}
