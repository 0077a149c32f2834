import { useBrowserPush } from '../../state/use-browser-push';
import { NotifyHere } from '../notifications/notify-here';
import { PassingNotice } from './passing-notice';
import { useRememberList } from './use-remember-list';
import { useStorageFull } from './use-storage-full';

/** What goes on while somebody is signed in, and draws nothing until there is something to tell. */
export function Background() {
  useStorageFull();
  useBrowserPush();
  useRememberList();
  return (
    <>
      <NotifyHere />
      <PassingNotice />
    </>
  );
}
