import type { MouseEvent } from 'react';
import { openChatPlace } from '../../state/location';
import { chatPlaceIn } from '../../state/place';
import { requestJump } from './jump-requests';

/** What a link to a chat of this installation, or to a message in it, does when it is chosen; null: it leads elsewhere. */
export function chatLink(href: string): { onClick: (event: MouseEvent<HTMLElement>) => void } | null {
  const place = chatPlaceIn(href, location.origin);
  if (place === null) return null;
  return {
    onClick: (event) => {
      // The browser knows how to open it in a tab or a window of its own.
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      const here = location.pathname === new URL(href).pathname;
      if (here && place.message !== null) requestJump(place.chat, place.message);
      else openChatPlace(place, seqOf(event.currentTarget));
    },
  };
}

/** Of the message that the link stands in. */
function seqOf(element: HTMLElement): number | null {
  const seq = element.closest<HTMLElement>('article[data-seq]')?.dataset['seq'];
  return seq === undefined ? null : Number(seq);
}
