import { LastSeenChoice } from '../presence/my-choices';
import { ReceiptChoice } from './receipt-choice';

/** What others are told of me: both ways. */
export function PrivacyPanel() {
  return (
    <>
      <ReceiptChoice />
      <LastSeenChoice />
    </>
  );
}
