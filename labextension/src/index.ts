import { panelPlugin } from './plugins/panel';

export { ITutorPanel } from './tokens/tutor_panel';

export default panelPlugin;
