import type { Audience } from '@parley/contract';
import { LIMITS } from '@parley/contract';
import { systemRandom } from '@parley/sdk';
import { Button, Choice, TextField } from '@parley/ui';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useClient } from '../../state/client';
import { useErrorText } from '../../state/use-error-text';
import { useSubmit } from '../../state/use-submit';
import { Notice } from '../shell/notice';

type Visibility = 'public' | 'private';

/** A name, what it is about, who finds it and who writes in it. */
export function NewChannel({ onOpened }: { onOpened: (conversationId: string) => void }) {
  const t = useTranslations('channels');
  const errorText = useErrorText();
  const client = useClient();
  const [name, setName] = useState('');
  const [topic, setTopic] = useState('');
  const [visibility, setVisibility] = useState<Visibility>('public');
  const [post, setPost] = useState<Exclude<Audience, 'owner'>>('everybody');
  const [missing, setMissing] = useState(false);
  // The answer to a try may get lost: the same channel is asked for again under the same key.
  const what = JSON.stringify([name, topic, visibility, post]);
  const [tried, setTried] = useState({ what: '', key: '' });
  const { busy, failure, onSubmit } = useSubmit(() => {
    setMissing(name.trim() === '');
    if (name.trim() === '') return null;
    const key = tried.what === what ? tried.key : `g_${systemRandom().id()}`;
    setTried({ what, key });
    return client
      .createChannel({ name: name.trim(), topic: topic.trim(), visibility, post, userIds: [], key })
      .then(({ conversationId }) => onOpened(conversationId));
  });
  return (
    <form onSubmit={onSubmit} noValidate className="flex flex-col gap-4 overflow-y-auto px-4 pb-4">
      {failure && <Notice text={errorText(failure)} />}
      <TextField
        label={t('name')}
        value={name}
        maxLength={LIMITS.nameCodePoints}
        autoComplete="off"
        error={missing ? t('nameMissing') : undefined}
        onChange={(event) => setName(event.target.value)}
      />
      <TextField
        label={t('topic')}
        value={topic}
        maxLength={LIMITS.topicCodePoints}
        autoComplete="off"
        onChange={(event) => setTopic(event.target.value)}
      />
      <Choice
        label={t('visibility')}
        value={visibility}
        options={(['public', 'private'] as const).map((value) => ({ value, label: t(value) }))}
        onChange={setVisibility}
      />
      <Choice
        label={t('post')}
        value={post}
        options={(['everybody', 'admins'] as const).map((value) => ({ value, label: t(value) }))}
        onChange={setPost}
      />
      <Button kind="primary" type="submit" disabled={busy} className="self-end">
        {t('submit')}
      </Button>
    </form>
  );
}
