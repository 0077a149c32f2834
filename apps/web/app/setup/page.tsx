import { SetupPage } from '../../features/setup/setup-page';

export default function Page() {
  return <SetupPage />;
}
