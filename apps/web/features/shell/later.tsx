import { cx } from '@parley/ui';
import { useEffect, useState } from 'react';
import { useClient } from '../../state/client';
import { openChat, useJoinToken } from '../../state/location';
import { lazyDialog, lazyPart } from '../../state/lazy-part';
import { useFailure } from '../../state/notice';
import { useAskedPerson } from '../../state/person-card';
import { placeIn } from '../../state/place';
import { useSurface } from '../../state/surface';
import { useStored } from '../../state/use-store';
import { useAskedReaders } from '../readers/asked-readers';
import { useAskedWhy } from '../notifications/asked-why';
import { TimelineSkeleton } from '../timeline/timeline-skeleton';

/** What the list of chats can do without: each comes with a script of its own, when it is needed. */
export const Conversation = lazyPart(
  async () => (await import('../conversation/conversation')).Conversation,
  TimelineSkeleton,
);
// Who came by the address of a chat is not to wait for the list first.
if (typeof location !== 'undefined' && placeIn(location.pathname).chat !== null) Conversation.preload();

export const PaneSplitter = lazyPart(
  async () => (await import('./pane-splitter')).PaneSplitter,
  ({ className }) => <div className={cx('w-px shrink-0 bg-line', className)} />,
  'first',
);

const Switcher = lazyDialog(async () => (await import('../switcher/switcher')).Switcher);
const FindPerson = lazyDialog(async () => (await import('../people/find-person')).FindPerson);
const Channels = lazyDialog(async () => (await import('../channels/channels')).Channels);
const NewGroup = lazyDialog(async () => (await import('../group/new-group')).NewGroup);

export const SettingsPage = lazyPart(async () => (await import('../settings/settings-page')).SettingsPage, Blank);
if (typeof location !== 'undefined' && placeIn(location.pathname).settings !== null) SettingsPage.preload();

const WhyDialog = lazyDialog(async () => (await import('../notifications/why-dialog')).WhyDialog);
const Background = lazyPart(async () => (await import('./background')).Background);
const ReadersDialog = lazyDialog(async () => (await import('../readers/readers-dialog')).ReadersDialog);
const PersonCard = lazyDialog(async () => (await import('../people/person-card')).PersonCard);
const KeysSheet = lazyDialog(async () => (await import('../keys/keys-sheet')).KeysSheet);
const SignOutQuestion = lazyDialog(async () => (await import('../settings/sign-out-question')).SignOutQuestion);
const FailureNotice = lazyPart(async () => (await import('./failure-notice')).FailureNotice);
const JoinByLink = lazyDialog(async () => (await import('../group/join-by-link')).JoinByLink);

const BEHIND_LIST_MS = 100;

/** A chat that is opened from the list has its script already: it comes as soon as the list stands. */
export function useSoonConversation(): void {
  const loaded = useStored(useClient().chatList, (list) => list.loaded);
  useEffect(() => {
    if (!loaded) return;
    // Behind the next frame, which paints the list.
    const frame = requestAnimationFrame(() => setTimeout(Conversation.preload));
    return () => cancelAnimationFrame(frame);
  }, [loaded]);
}

/** Its scripts are not asked for beside the rows, which come in a draw of their own right behind the list. By a timer: nobody may be looking. */
function useBehindList(): boolean {
  const loaded = useStored(useClient().chatList, (list) => list.loaded);
  const [behind, setBehind] = useState(false);
  useEffect(() => {
    if (!loaded) return;
    const timer = setTimeout(() => setBehind(true), BEHIND_LIST_MS);
    return () => clearTimeout(timer);
  }, [loaded]);
  return loaded && behind;
}

/** What a key, a button or a command opens. */
export function Surfaces() {
  const [switching, setSwitching] = useSurface('switcher');
  const [finding, setFinding] = useSurface('newChat');
  const [browsing, setBrowsing] = useSurface('channels');
  const [grouping, setGrouping] = useSurface('newGroup');
  const [keys, setKeys] = useSurface('keys');
  const [leaving, setLeaving] = useSurface('signOut');
  return (
    <>
      <Switcher open={switching} onOpenChange={setSwitching} onOpened={openChat} />
      <FindPerson open={finding} onOpenChange={setFinding} onOpened={openChat} />
      <Channels open={browsing} onOpenChange={setBrowsing} onOpened={openChat} />
      <NewGroup open={grouping} onOpenChange={setGrouping} onOpened={openChat} />
      <KeysSheet open={keys} onOpenChange={setKeys} />
      <SignOutQuestion open={leaving} onOpenChange={setLeaving} />
    </>
  );
}

/** What is opened from more than one place, or by the address. */
export function AskedParts() {
  const readers = useAskedReaders();
  const { open: asksWhy } = useAskedWhy();
  const person = useAskedPerson();
  const token = useJoinToken();
  const failure = useFailure();
  const behindList = useBehindList();
  return (
    <>
      {behindList && <Background />}
      <PersonCard open={person !== null} userId={person} />
      <WhyDialog open={asksWhy} />
      <ReadersDialog open={readers.open} />
      {failure !== null && <FailureNotice failure={failure} />}
      <JoinByLink open={token !== null} onOpened={openChat} />
    </>
  );
}

function Blank() {
  return <div aria-busy className="flex-1 bg-surface" />;
}
