import { laidDown } from '../src/models/modules/content';
import { FakeModuleNotebook } from './fake_modules';
import { RELEASE } from './module_facts';
import { PanelStage } from './panel_stage';

/** The panel while the notebook of module m1 is open. */
export class ModuleStage {
  readonly notebook = new FakeModuleNotebook(laidDown(RELEASE, 'm1'));

  private constructor(readonly panel: PanelStage) {}

  /** `prepare` says what the server answers before anything is asked of it. */
  static async set(prepare: (panel: PanelStage) => void = () => undefined): Promise<ModuleStage> {
    const panel = await PanelStage.set(prepare);
    const stage = new ModuleStage(panel);
    await stage.do(() => panel.modules.notebooks.look(stage.notebook));
    return stage;
  }

  do(task: () => void): Promise<void> {
    return this.panel.do(task);
  }

  get text(): string {
    return this.panel.host.textContent;
  }
}
