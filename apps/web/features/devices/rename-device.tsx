import { type Device, DeviceName } from '@parley/contract';
import { Button, TextField } from '@parley/ui';
import { useTranslations } from 'next-intl';
import { useState, type SubmitEvent } from 'react';
import { useClient } from '../../state/client';
import { useErrorText } from '../../state/use-error-text';
import { useAct } from '../group/use-act';

const MAX_CHARS = 100;

/** In its row: what it is called stays in sight. */
export function RenameDevice({ device, onClose }: { device: Device; onClose: () => void }) {
  const t = useTranslations('devices');
  const app = useTranslations('app');
  const errorText = useErrorText();
  const { deviceList } = useClient();
  const { busy, failure, run } = useAct();
  const [name, setName] = useState(device.name);
  const isBlank = name.trim() === '';
  const isFit = isBlank || DeviceName.safeParse(name).success;
  const refused = failure === null ? undefined : errorText(failure);
  const fault = isFit ? refused : app('unfit');
  const save = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    if (await run(() => deviceList.rename(device.deviceId, name.trim()))) onClose();
  };
  return (
    <form onSubmit={(event) => void save(event)} className="flex flex-col gap-2">
      <TextField
        label={t('name')}
        value={name}
        maxLength={MAX_CHARS}
        autoComplete="off"
        autoFocus
        onChange={(event) => setName(event.target.value)}
        error={fault}
      />
      <div className="flex justify-end gap-2">
        <Button size="sm" onClick={onClose}>
          {app('cancel')}
        </Button>
        <Button size="sm" kind="primary" type="submit" disabled={busy || isBlank || !isFit}>
          {t('save')}
        </Button>
      </div>
    </form>
  );
}
