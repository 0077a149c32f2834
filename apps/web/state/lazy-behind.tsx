import { type ComponentProps, type ComponentType, type FC, useState } from 'react';
import { lazyPart } from './lazy-part';

/** What a button needs that opens something: it takes these, as it would those of its popover. */
export type OpenerProps = Pick<
  ComponentProps<'button'>,
  'onClick' | 'onPointerEnter' | 'onFocus' | 'aria-haspopup' | 'aria-expanded'
>;
type OpenedProps = { readonly startsOpen: boolean };

/**
 * A popover with its button: the button alone until it is pressed, while its script is on the way from when the pointer or the focus
 * comes to it. Nothing is put in its place before, so that it keeps the focus. `useIsAsked`: whether it is opened from elsewhere.
 */
export function lazyBehind(
  Opener: ComponentType<OpenerProps>,
  load: () => Promise<ComponentType<OpenedProps>>,
  useIsAsked: () => boolean = () => false,
): FC<object> {
  const Opened = lazyPart(load, Pressed);
  function Pressed() {
    return <Opener aria-haspopup="dialog" aria-expanded={false} />;
  }
  return function Behind() {
    const [wanted, setWanted] = useState(false);
    if (useIsAsked() && !wanted) setWanted(true);
    if (wanted) return <Opened startsOpen />;
    return (
      <Opener
        aria-haspopup="dialog"
        aria-expanded={false}
        onClick={() => setWanted(true)}
        onPointerEnter={Opened.preload}
        onFocus={Opened.preload}
      />
    );
  };
}
