import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { ListDevices } from './list-devices.js';
import { RevokeDevice } from './revoke-device.js';

@Module({ imports: [AuthModule], providers: [ListDevices, RevokeDevice], exports: [ListDevices, RevokeDevice] })
export class DeviceModule {}
