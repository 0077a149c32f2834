import { Avatar, Button, ConfirmDialog, Dialog, HoverCard, Popover, TextField, Toast } from '@parley/ui';
import { useCallback, useState } from 'react';
import { Part, State } from './part';
import { PEOPLE, TEXT } from './samples';

export function Overlays() {
  return (
    <>
      <Dialogs />
      <Cards />
      <Toasts />
    </>
  );
}

function Dialogs() {
  const [open, setOpen] = useState<'dialog' | 'confirm' | null>(null);
  const close = (): void => setOpen(null);
  return (
    <Part name="Dialog, ConfirmDialog, Popover">
      <State name="open one">
        <Button onClick={() => setOpen('dialog')}>Open a dialog</Button>
        <Button kind="danger" onClick={() => setOpen('confirm')}>
          Ask first
        </Button>
        <Popover title="Status" trigger={<Button>Open a popover</Button>} side="bottom" align="start">
          <TextField label="Status" defaultValue={TEXT.mixed} />
        </Popover>
      </State>
      <Dialog open={open === 'dialog'} onOpenChange={close} title={TEXT.long} closeLabel="Close">
        <div className="flex flex-col gap-4 overflow-y-auto px-4 pb-4">
          <TextField label="Name of the group" defaultValue={TEXT.chinese} />
          <p className="text-list text-muted wrap-anywhere">{TEXT.unbroken}</p>
          <Button kind="primary" className="self-end" onClick={close}>
            Save
          </Button>
        </div>
      </Dialog>
      <ConfirmDialog
        open={open === 'confirm'}
        onOpenChange={close}
        title="Delete 9,999 messages?"
        body="They are gone for everybody, and nobody can bring them back."
        confirmLabel="Delete 9,999 messages"
        cancelLabel="Cancel"
        onConfirm={close}
      />
    </Part>
  );
}

function Cards() {
  const [ada] = PEOPLE;
  return (
    <Part name="HoverCard">
      <State name="by the pointer or the focus">
        <HoverCard
          trigger={
            <a href="#kit" className="text-list text-accent underline">
              {ada.name}
            </a>
          }
        >
          <div className="flex items-center gap-3">
            <Avatar id={ada.id} name={ada.name} presence="online" on="raised" />
            <div className="min-w-0">
              <p className="font-medium">{ada.name}</p>
              <p className="text-meta text-muted wrap-anywhere">{TEXT.mixed}</p>
            </div>
          </div>
        </HoverCard>
      </State>
    </Part>
  );
}

function Toasts() {
  const [said, setSaid] = useState<{ id: number; text: string; act: boolean } | null>(null);
  const [undone, setUndone] = useState(false);
  const say = (text: string, act: boolean): void => setSaid({ id: (said?.id ?? 0) + 1, text, act });
  const gone = useCallback(() => setSaid(null), []);
  return (
    <Part name="Toast">
      <State name={undone ? 'brought back' : 'said once, near the bottom'}>
        <Button onClick={() => say('The chat is hidden.', true)}>Hide a chat</Button>
        <Button onClick={() => say(TEXT.long, false)}>Say something long</Button>
      </State>
      <Toast
        said={said}
        onGone={gone}
        lastsMs={8000}
        {...(said?.act === true ? { act: { label: 'Bring it back', run: () => setUndone(true) } } : {})}
        className="fixed inset-x-0 bottom-6 z-30"
      />
    </Part>
  );
}
