import { Button, ContextMenu, IconButton, Menu, Tabs, type MenuItem } from '@parley/ui';
import { BellOff, Ellipsis, Pin, Reply, Search, SmilePlus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Part, State } from './part';
import { TEXT } from './samples';

const KINDS = ['primary', 'plain', 'quiet', 'danger', 'link', 'danger-link'] as const;

const ITEMS: readonly (MenuItem & { readonly items?: readonly MenuItem[] })[] = [
  { key: 'reply', label: 'Reply', icon: Reply, shortcut: 'R' },
  { key: 'pin', label: '置顶这个会话', icon: Pin },
  {
    key: 'mute',
    label: 'Mute',
    icon: BellOff,
    items: [
      { key: 'hour', label: 'For 1 hour' },
      { key: 'always', label: 'Until I turn it on again' },
    ],
  },
  { key: 'off', label: 'Not now', icon: Search, disabled: true },
  { key: 'delete', label: 'Delete 9,999 messages', icon: Trash2, danger: true, apart: true },
];

export function Acts() {
  return (
    <>
      <Buttons />
      <IconButtons />
      <Menus />
      <TabRow />
    </>
  );
}

function Buttons() {
  return (
    <Part name="Button">
      {KINDS.map((kind) => (
        <State key={kind} name={kind}>
          <Button kind={kind}>Send</Button>
          <Button kind={kind} size="sm">
            发送
          </Button>
          <Button kind={kind} disabled>
            Sending…
          </Button>
        </State>
      ))}
    </Part>
  );
}

function IconButtons() {
  return (
    <Part name="IconButton, Tooltip">
      <State name="rest, current, with a number, disabled">
        <IconButton icon={Search} label="Search" shortcut="Ctrl+K" />
        <IconButton icon={Pin} label="Pinned" current />
        <IconButton icon={BellOff} label="Muted" badge="99+" />
        <IconButton icon={SmilePlus} label="React" disabled />
      </State>
    </Part>
  );
}

function Menus() {
  const [chosen, setChosen] = useState('nothing yet');
  return (
    <Part name="Menu, ContextMenu">
      <State name="behind a button; icons, keys, a submenu, what can't be done, danger last">
        <Menu
          trigger={<IconButton icon={Ellipsis} label="More" />}
          items={ITEMS}
          onChoose={(item) => setChosen(item.label)}
        />
        <p className="text-list text-muted">Chosen: {chosen}</p>
      </State>
      <State name="at the pointer: right button, Shift+F10, menu key">
        <ContextMenu items={ITEMS} onChoose={(item) => setChosen(item.label)}>
          <button
            type="button"
            className="h-15 w-full max-w-xs rounded-control border border-edge bg-surface px-3 text-left text-list"
          >
            {TEXT.short}
          </button>
        </ContextMenu>
      </State>
    </Part>
  );
}

function TabRow() {
  const [tab, setTab] = useState<'files' | 'links' | 'pins' | 'people'>('files');
  return (
    <Part name="Tabs">
      <Tabs
        label="Of this chat"
        value={tab}
        onChange={setTab}
        tabs={[
          { value: 'files', label: 'Files', panel: <p className="text-list">{TEXT.long}</p> },
          { value: 'links', label: '链接', panel: <p className="text-list">{TEXT.chinese}</p> },
          { value: 'pins', label: 'Pinned messages', panel: <p className="text-list">{TEXT.mixed}</p> },
          { value: 'people', label: '9,999 people', panel: <p className="text-list">{TEXT.short}</p> },
        ]}
      />
    </Part>
  );
}
