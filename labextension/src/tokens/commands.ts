/** The names of the panel's commands, as the settings schema uses them. */
export const COMMANDS = {
  open: 'jupyter-tutor:open',
  askAboutCell: 'jupyter-tutor:ask-about-cell',
  explainError: 'jupyter-tutor:explain-error',
  newConversation: 'jupyter-tutor:new-conversation',
  modules: 'jupyter-tutor:modules',
  checkWork: 'jupyter-tutor:check-work',
  history: 'jupyter-tutor:history',
  privacy: 'jupyter-tutor:privacy',
  levels: 'jupyter-tutor:levels',
  exportConversation: 'jupyter-tutor:export',
  settings: 'jupyter-tutor:settings',
  focusNotebook: 'jupyter-tutor:focus-notebook'
} as const;

/** The plugin whose settings schema is schema/panel.json. */
export const PANEL_PLUGIN = 'jupyter-tutor:panel';

/** Opens the page about usage; a command of its own plugin. */
export const USAGE_COMMAND = 'jupyter-tutor:usage';
export const USAGE_PLUGIN = 'jupyter-tutor:usage-page';

/** Opens the page on which instructors make a notebook a module; a command of its own plugin. */
export const AUTHOR_COMMAND = 'jupyter-tutor:author';
export const AUTHOR_PLUGIN = 'jupyter-tutor:author-page';

/** Opens the page about progress; a command of its own plugin. */
export const PROGRESS_COMMAND = 'jupyter-tutor:progress';
export const PROGRESS_PLUGIN = 'jupyter-tutor:progress-page';
