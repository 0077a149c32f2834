import { Controller, Delete, Get, Param, Req } from '@nestjs/common';
import { ROUTES } from '@parley/contract';
import type { RestOutput } from '@parley/contract';
import type { FastifyRequest } from 'fastify';
import { actorOf, originOf } from '../http/request.js';
import { ListDevices } from './list-devices.js';
import { RevokeDevice } from './revoke-device.js';

@Controller('devices')
export class DeviceController {
  constructor(
    private readonly list: ListDevices,
    private readonly revoke: RevokeDevice,
  ) {}

  @Get()
  async devices(@Req() request: FastifyRequest): Promise<RestOutput<'devices'>> {
    return { devices: await this.list.execute(actorOf(request)) };
  }

  @Delete(':deviceId')
  async revokeDevice(
    @Param({ schema: ROUTES.revokeDevice.params }) params: { deviceId: string },
    @Req() request: FastifyRequest,
  ): Promise<RestOutput<'revokeDevice'>> {
    await this.revoke.execute(actorOf(request), params.deviceId, originOf(request));
    return {};
  }
}
