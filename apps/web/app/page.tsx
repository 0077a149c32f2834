import { App } from '../features/shell/app';

/** The shell: prerendered without a word about anybody; the SDK signs in. It also stands behind /c/<conversation> and its threads. */
export default function ChatPage() {
  return <App />;
}
