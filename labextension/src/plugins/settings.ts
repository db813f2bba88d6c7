import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { ChipKind } from '../models/context';
import { readPreferences } from '../models/preferences';
import type { Tutor } from '../models/tutor';
import { PANEL_PLUGIN } from '../tokens/commands';

export interface ISettings {
  /** Resolves when the student's own settings are in force, or when there are none. */
  readonly ready: Promise<void>;
  readonly setSend: (send: Record<ChipKind, boolean>) => void;
}

/** Keep the tutor's preferences as the settings registry has them. */
export function followSettings(registry: ISettingRegistry | null, tutor: Tutor): ISettings {
  const load = async (): Promise<void> => {
    try {
      const loaded = await registry?.load(PANEL_PLUGIN);
      const update = (): void => {
        tutor.setPreferences(readPreferences(loaded?.composite ?? {}));
      };
      loaded?.changed.connect(update);
      update();
    } catch (error) {
      console.error('The settings of the tutor cannot be read; its defaults are used.', error);
    }
  };
  return {
    ready: load(),
    setSend: send => {
      tutor.setPreferences({ ...tutor.preferences.value, send });
      void registry?.set(PANEL_PLUGIN, 'send', { ...send });
    }
  };
}
