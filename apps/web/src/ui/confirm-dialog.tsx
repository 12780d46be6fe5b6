import { AlertDialog } from 'radix-ui';
import { type ReactNode, useRef } from 'react';

type ConfirmDialogProps = {
  /** What would be done, as a question. */
  title: string;
  /** What comes of it. */
  text: ReactNode;
  /** What would be done, on the button. */
  action: string;
  /** More to know before it is done. */
  children?: ReactNode;
  onConfirm: () => void;
  onClose: () => void;
};

/** Asks once more before something is done. Focus goes to "Not now", Escape closes, and focus returns to where it was. */
export function ConfirmDialog({ title, text, action, children, onConfirm, onClose }: ConfirmDialogProps) {
  // The dialog has no trigger that Radix could return to: it is asked for from anywhere.
  const opener = useRef<Element | null>(null);
  return (
    <AlertDialog.Root open onOpenChange={(open) => !open && onClose()}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="plimsoll-overlay" />
        <AlertDialog.Content
          className="plimsoll-dialog md:max-w-[480px]!"
          onOpenAutoFocus={() => {
            opener.current = document.activeElement;
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (opener.current instanceof HTMLElement && opener.current.isConnected) opener.current.focus();
          }}
        >
          <div className="plimsoll-dialog-head">
            <div>
              <AlertDialog.Title>{title}</AlertDialog.Title>
              <AlertDialog.Description>{text}</AlertDialog.Description>
            </div>
          </div>
          {children && <div className="plimsoll-dialog-body">{children}</div>}
          <div className="plimsoll-dialog-foot">
            <AlertDialog.Cancel className="plimsoll-button" data-look="outline">
              Not now
            </AlertDialog.Cancel>
            <AlertDialog.Action className="plimsoll-button" onClick={onConfirm}>
              {action}
            </AlertDialog.Action>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
