import { Avatar, Button, cx, EmptyState, Kbd, MiddleTruncate, Pill, Skeleton, Splitter } from '@parley/ui';
import { MessagesSquare } from 'lucide-react';
import { useState } from 'react';
import { Part, State } from './part';
import { COLOURS, PEOPLE, TEXT } from './samples';

const RANGE = { min: 120, max: 260, usual: 180 } as const;

export function Marks() {
  return (
    <>
      <Colours />
      <Type />
      <Faces />
      <Small />
      <Panes />
      <Part name="EmptyState">
        <EmptyState
          icon={MessagesSquare}
          title="No chats yet"
          body="What you write and what is written to you stands here."
          action={<Button kind="primary">Find a person</Button>}
        />
      </Part>
    </>
  );
}

function Colours() {
  return (
    <Part name="Colours">
      <ul className="grid grid-cols-3 gap-2 text-meta">
        {COLOURS.map((colour) => (
          <li key={colour} className="flex items-center gap-2">
            <span className={cx('size-6 shrink-0 rounded-control border border-line', colour)} />
            <span className="min-w-0 wrap-anywhere">{colour.slice('bg-'.length)}</span>
          </li>
        ))}
      </ul>
    </Part>
  );
}

function Type() {
  return (
    <Part name="Type">
      <p className="text-title font-semibold">Title 20/28 · 标题</p>
      <p className="text-message">Message 15/22 · {TEXT.mixed}</p>
      <p className="text-list">List 14/20 · {TEXT.chinese}</p>
      <p className="text-meta text-muted">Meta 12/16 · 14:05 · 周二</p>
      <p className="text-list wrap-anywhere text-faint">{TEXT.unbroken}</p>
    </Part>
  );
}

function Faces() {
  return (
    <Part name="Avatar">
      <State name="sizes and presence">
        <Avatar id="101" name="Ada Byron" size="xs" />
        <Avatar id="102" name="李小明" size="sm" presence="online" on="bg" />
        <Avatar id="103" name="Wang Lei" size="md" presence="away" on="bg" />
        <Avatar id="104" name="Zoë" presence="dnd" on="bg" />
        <Avatar id="105" name="Release" square tint={3} mark="🚀" />
      </State>
      <State name="tints">
        {Array.from({ length: 8 }, (_, tint) => (
          <Avatar key={tint} id={String(tint)} name={`${tint}`} tint={tint} size="sm" />
        ))}
      </State>
    </Part>
  );
}

function Small() {
  return (
    <Part name="Pill, Kbd, MiddleTruncate, Skeleton">
      <State name="concerns me, muted">
        <Pill text="3" label="3 unread" />
        <Pill text={TEXT.count} label="9,999 unread" />
        <Pill text={TEXT.count} label="9,999 unread, muted" quiet />
      </State>
      <State name="keys">
        <Kbd keys="Esc" />
        <Kbd keys="Ctrl+K" />
        <Kbd keys="⌘⇧P" />
      </State>
      <div className="max-w-60 text-list font-medium">
        {PEOPLE.map(({ id, name }) => (
          <MiddleTruncate key={id} text={name} />
        ))}
      </div>
      <div className="flex flex-col gap-2">
        <Skeleton className="h-4 w-40" />
        <Skeleton className="h-4 w-64 max-w-full" />
      </div>
    </Part>
  );
}

function Panes() {
  const [width, setWidth] = useState<number>(RANGE.usual);
  return (
    <Part name="Splitter">
      <div className="flex h-24 overflow-hidden rounded-control border border-line text-list">
        <div style={{ width }} className="shrink-0 truncate bg-bg p-2">
          {width} px
        </div>
        <Splitter label="Width of the list" width={width} range={RANGE} onChange={setWidth} />
        <p className="min-w-0 flex-1 bg-surface p-2">{TEXT.chinese}</p>
      </div>
    </Part>
  );
}
