import { AlertDialog } from '@base-ui/react/alert-dialog';
import { Button } from './button';
import { useFirstOpened } from './first-opened';

export type ConfirmDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  body: string;
  /** The verb of the act, never "OK". */
  confirmLabel: string;
  cancelLabel: string;
  onConfirm: () => void;
};

/** A question before something that can't be taken back; the safe answer has the focus. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { drawn, open } = useFirstOpened(props.open);
  if (!drawn) return null;
  return (
    <AlertDialog.Root open={open} onOpenChange={(next) => props.onOpenChange(next)}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="fixed inset-0 z-50 bg-scrim transition-opacity ease-out data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <AlertDialog.Popup className="fixed inset-x-0 top-[20vh] z-50 mx-auto flex w-[min(400px,calc(100vw-32px))] flex-col gap-2 rounded-card border border-line bg-raised p-6 text-text shadow-raised transition-opacity ease-out data-ending-style:opacity-0 data-starting-style:opacity-0">
          <AlertDialog.Title className="text-message font-semibold">{props.title}</AlertDialog.Title>
          <AlertDialog.Description className="text-list text-muted">{props.body}</AlertDialog.Description>
          <div className="mt-3 flex justify-end gap-2">
            <AlertDialog.Close render={<Button />}>{props.cancelLabel}</AlertDialog.Close>
            <Button kind="danger" onClick={props.onConfirm}>
              {props.confirmLabel}
            </Button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
