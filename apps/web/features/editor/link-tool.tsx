import type { Editor } from '@tiptap/core';
import { Button, cx, IconButton, Popover, TextField } from '@parley/ui';
import { Link } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useState, type ComponentProps, type SubmitEvent } from 'react';
import { shortcutOn } from '../../state/use-shortcut';
import { isAddress } from './addresses';
import { onLinkKey } from './keys';
import { hrefAt, setLink } from './links';

type LinkToolProps = { editor: Editor } & Pick<ComponentProps<'button'>, 'tabIndex' | 'onFocus'>;

/** Asks where what is selected leads; with nothing selected the address stands for itself. */
export function LinkTool({ editor, ...stop }: LinkToolProps) {
  const t = useTranslations('composer');
  const keys = useTranslations('keys');
  const [open, setOpen] = useState(false);
  useEffect(() => onLinkKey(editor, () => setOpen(true)), [editor]);
  const href = hrefAt(editor);
  const done = (next: string): void => {
    setOpen(false);
    setLink(editor, next);
  };
  const trigger = (
    <IconButton
      {...stop}
      icon={Link}
      label={keys('link')}
      {...shortcutOn('link')}
      side="top"
      aria-pressed={href !== ''}
      className={cx('!size-8', href !== '' && '!bg-accent-soft !text-accent forced-colors:border')}
    />
  );
  return (
    <Popover
      trigger={trigger}
      title={t('linkTitle')}
      side="top"
      align="start"
      open={open}
      onOpenChange={setOpen}
      finalFocus={() => editor.view.dom}
    >
      <LinkForm href={href} onDone={done} />
    </Popover>
  );
}

function LinkForm({ href, onDone }: { href: string; onDone: (href: string) => void }) {
  const t = useTranslations('composer');
  const [address, setAddress] = useState(href);
  const [wrong, setWrong] = useState(false);
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    // An address is mostly written without its beginning.
    const full = [address.trim(), `https://${address.trim()}`].find(isAddress);
    if (full === undefined) setWrong(true);
    else onDone(full);
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      <TextField
        label={t('linkAddress')}
        hint={t('linkHint')}
        error={wrong ? t('linkWrong') : undefined}
        value={address}
        inputMode="url"
        autoComplete="off"
        onChange={(event) => {
          setAddress(event.target.value);
          setWrong(false);
        }}
      />
      <div className="flex gap-2">
        <Button type="submit" kind="primary" size="sm" disabled={address.trim() === ''}>
          {t('linkSet')}
        </Button>
        {href !== '' && (
          <Button size="sm" onClick={() => onDone('')}>
            {t('linkRemove')}
          </Button>
        )}
      </div>
    </form>
  );
}
