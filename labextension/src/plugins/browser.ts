import type { ExportFormat } from '../client/rest';
import type { IKeyValue } from '../models/drafts';
import type { Schedule } from '../models/exchange';

const EXTENSIONS: Record<ExportFormat, string> = {
  markdown: 'md',
  json: 'json',
  notebook: 'ipynb'
};

/** The name of the file of an exported conversation. */
export function conversationFile(format: ExportFormat): string {
  return `tutor-conversation.${EXTENSIONS[format]}`;
}

/** Let the browser save a file. */
export function saveBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has begun when the event loop comes round; the memory may go then.
  window.setTimeout(() => URL.revokeObjectURL(url), 0);
}

/** A page in the background is not drawn, so its frames never come. */
const HIDDEN_PAGE_MS = 100;

/** Runs a task at the next drawing of the page, or soon when it is in the background. */
export const atNextDrawing: Schedule = task => {
  if (document.hidden) {
    window.setTimeout(task, HIDDEN_PAGE_MS);
  } else {
    window.requestAnimationFrame(task);
  }
};

/** localStorage, or nothing at all where the browser forbids it. */
export function browserStorage(): IKeyValue {
  try {
    return window.localStorage;
  } catch {
    return {
      getItem: () => null,
      setItem: () => undefined,
      removeItem: () => undefined
    };
  }
}
