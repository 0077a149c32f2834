import { KeyList } from '../keys/key-list';

/** What the keyboard does. */
export function KeysPanel() {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- there is no button in it, and it may have to be scrolled
    <div tabIndex={0} className="flex flex-col gap-6">
      <KeyList />
    </div>
  );
}
