import { SetupApp } from '../../features/setup/setup-app';

export default function SetupPage() {
  return <SetupApp />;
}
