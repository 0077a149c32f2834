import { KitPage } from '../../../features/kit/kit-page';

/** Every part of packages/ui in every state, for whoever builds with them. It knows nobody and asks for nothing. */
export default function Page() {
  return <KitPage />;
}
