import { Body, Controller, Delete, Get, Param, Patch, Req } from '@nestjs/common';
import { type Device, type RestOutput, ROUTES } from '@parley/contract';
import type { FastifyRequest } from 'fastify';
import { actorOf, originOf } from '../http/request.js';
import { storable } from '../http/storable.js';
import { ListDevices } from './list-devices.js';
import { RenameDevice } from './rename-device.js';
import { RevokeDevice } from './revoke-device.js';
import { RevokeOtherDevices } from './revoke-other-devices.js';

@Controller('devices')
export class DeviceController {
  constructor(
    private readonly list: ListDevices,
    private readonly revoke: RevokeDevice,
    private readonly rename: RenameDevice,
    private readonly others: RevokeOtherDevices,
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

  @Patch(':deviceId')
  renameDevice(
    @Param({ schema: ROUTES.renameDevice.params }) { deviceId }: { deviceId: string },
    @Body({ schema: storable(ROUTES.renameDevice.body) }) { name }: { name: string },
    @Req() request: FastifyRequest,
  ): Promise<Device> {
    return this.rename.execute(actorOf(request), deviceId, name);
  }

  @Delete()
  async revokeOtherDevices(@Req() request: FastifyRequest): Promise<RestOutput<'revokeOtherDevices'>> {
    return { signedOut: await this.others.execute(actorOf(request), originOf(request)) };
  }
}
