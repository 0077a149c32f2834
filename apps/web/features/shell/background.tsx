import { NotifyHere } from '../notifications/notify-here';
import { useStorageFull } from './use-storage-full';

/** What goes on while somebody is signed in and draws nothing. */
export function Background() {
  useStorageFull();
  return <NotifyHere />;
}
