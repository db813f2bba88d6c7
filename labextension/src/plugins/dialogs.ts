import { Dialog, showDialog } from '@jupyterlab/apputils';

/** Ask before something that cannot be undone; the way out is the default. */
export async function confirm(title: string, body: string, accept: string): Promise<boolean> {
  const buttons = [Dialog.cancelButton(), Dialog.warnButton({ label: accept })];
  const result = await showDialog({ title, body, buttons, defaultButton: 0 });
  return result.button.accept;
}
