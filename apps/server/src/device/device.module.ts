import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { ListDevices } from './list-devices.js';
import { NoteDevicesSeen } from './note-devices-seen.js';
import { RenameDevice } from './rename-device.js';
import { RevokeDevice } from './revoke-device.js';
import { RevokeOtherDevices } from './revoke-other-devices.js';

const commands = [ListDevices, NoteDevicesSeen, RenameDevice, RevokeDevice, RevokeOtherDevices];

@Module({ imports: [AuthModule], providers: commands, exports: commands })
export class DeviceModule {}
