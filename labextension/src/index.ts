import { authorPlugin } from './plugins/author';
import { panelPlugin } from './plugins/panel';
import { progressPlugin } from './plugins/progress';
import { usagePlugin } from './plugins/usage';

export { ITutorPanel } from './tokens/tutor_panel';

export default [panelPlugin, progressPlugin, usagePlugin, authorPlugin];
