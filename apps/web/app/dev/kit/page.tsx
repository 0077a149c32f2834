import { Kit } from '../../../features/kit/kit';

/** Every part of packages/ui in every state, for whoever builds with them. It knows nobody and asks for nothing. */
export default function KitPage() {
  return <Kit />;
}
