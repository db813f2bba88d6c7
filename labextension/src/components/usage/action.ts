import * as React from 'react';
import type { RestError } from '../../client/api';
import { asRestError } from '../../models/usage/loader';

export interface IAction {
  readonly busy: boolean;
  /** Why it was refused the last time, or null. */
  readonly failure: RestError | null;
  /** Do something; true when it was done. Nothing else is begun meanwhile. */
  readonly run: (task: () => Promise<unknown>) => Promise<boolean>;
  /** Forget the refusal. */
  readonly clear: () => void;
}

/** Something that the reader does and that the server may refuse. */
export function useAction(): IAction {
  const [busy, setBusy] = React.useState(false);
  const [failure, setFailure] = React.useState<RestError | null>(null);
  const isRunning = React.useRef(false);
  const run = React.useCallback(async (task: () => Promise<unknown>): Promise<boolean> => {
    if (isRunning.current) {
      return false;
    }
    isRunning.current = true;
    setBusy(true);
    setFailure(null);
    try {
      await task();
      return true;
    } catch (error) {
      setFailure(asRestError(error));
      return false;
    } finally {
      isRunning.current = false;
      setBusy(false);
    }
  }, []);
  const clear = React.useCallback(() => setFailure(null), []);
  return { busy, failure, run, clear };
}
