import type { Editor } from '@tiptap/core';
import { cx, IconButton } from '@parley/ui';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { shortcutOn } from '../../state/use-shortcut';
import { LinkTool } from './link-tool';
import { hrefAt } from './links';
import { TOOLS } from './tools';

/** One stop of Tab: the arrows go from sign to sign, Escape back to the text. */
export function Toolbar({ editor }: { editor: Editor }) {
  const t = useTranslations('composer');
  const keys = useTranslations('keys');
  const [at, setAt] = useState(0);
  const bar = useRef<HTMLDivElement>(null);
  useLit(editor);
  const onKeyDown = (event: KeyboardEvent): void => {
    const buttons = [...(bar.current?.querySelectorAll('button') ?? [])];
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
    if (event.key === 'Escape') editor.view.focus();
    else if (next === undefined) return;
    else buttons.at(next % buttons.length)?.focus();
    event.preventDefault();
    event.stopPropagation();
  };
  const stop = (index: number) => ({
    tabIndex: index === at ? 0 : -1,
    onFocus: () => setAt(index),
    // The text keeps the focus, and its selection.
    onMouseDown: (event: { preventDefault: () => void }) => event.preventDefault(),
  });
  return (
    <div
      ref={bar}
      role="toolbar"
      tabIndex={-1}
      aria-label={t('formatting')}
      onKeyDown={onKeyDown}
      className="flex shrink-0 items-center gap-0.5"
    >
      {TOOLS.map(({ name, icon, isOn, run }, index) => (
        <IconButton
          key={name}
          {...stop(index)}
          icon={icon}
          label={keys(name)}
          {...shortcutOn(name)}
          side="top"
          aria-pressed={isOn(editor)}
          className={cx('!size-8', isOn(editor) && '!bg-accent-soft !text-accent forced-colors:border')}
          onClick={() => run(editor)}
        />
      ))}
      <LinkTool editor={editor} {...stop(TOOLS.length)} />
    </div>
  );
}

/** Drawn anew when another sign is lit, not with each key. */
function useLit(editor: Editor): void {
  const [, see] = useState(() => litIn(editor));
  useEffect(() => {
    const look = (): void => see(litIn(editor));
    editor.on('transaction', look);
    return () => {
      editor.off('transaction', look);
    };
  }, [editor]);
}

function litIn(editor: Editor): string {
  return [...TOOLS.map(({ isOn }) => isOn(editor)), hrefAt(editor)].join(' ');
}
