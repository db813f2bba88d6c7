import { authorPlugin } from './plugins/author';
import { panelPlugin } from './plugins/panel';
import { usagePlugin } from './plugins/usage';

export { ITutorPanel } from './tokens/tutor_panel';

export default [panelPlugin, usagePlugin, authorPlugin];
