import type { TranslationBundle } from '@jupyterlab/translation';
import { MenuSvg } from '@jupyterlab/ui-components';
import { CommandRegistry } from '@lumino/commands';

import type { ExportFormat } from '../client/rest';
import type { Tutor } from '../models/tutor';
import { AUTHOR_COMMAND, COMMANDS } from '../tokens/commands';

const FORMATS: readonly ExportFormat[] = ['markdown', 'json', 'notebook'];

/** The menus of the panel: Jupyter's own kind, so that keys and themes work as everywhere. */
export class PanelMenus {
  constructor(
    private readonly tutor: Tutor,
    private readonly appCommands: CommandRegistry,
    private readonly trans: TranslationBundle
  ) {}

  /** Everything that is not asked for every day. */
  openHeader(below: HTMLElement): void {
    const menu = new MenuSvg({ commands: this.appCommands });
    for (const command of [COMMANDS.privacy, COMMANDS.levels, COMMANDS.settings, AUTHOR_COMMAND]) {
      menu.addItem({ command });
    }
    menu.addItem({ type: 'separator' });
    for (const format of FORMATS) {
      menu.addItem({ command: COMMANDS.exportConversation, args: { format } });
    }
    open(menu, below);
  }

  /** In which form a stored conversation is to be exported. */
  openExport(below: HTMLElement, onChoose: (format: ExportFormat) => void): void {
    const commands = new CommandRegistry();
    const menu = new MenuSvg({ commands });
    for (const format of FORMATS) {
      commands.addCommand(format, {
        label: exportLabel(this.trans, format),
        execute: () => onChoose(format)
      });
      menu.addItem({ command: format });
    }
    open(menu, below);
  }

  /** The student's problems, to say which one is meant. */
  async openProblems(below: HTMLElement): Promise<void> {
    const problems = await this.tutor.problems();
    const thread = this.tutor.thread.value;
    const commands = new CommandRegistry();
    const menu = new MenuSvg({ commands });
    for (const problem of problems) {
      commands.addCommand(problem.id, {
        label: problem.title,
        caption: problem.notebook_path ?? '',
        isToggled: () => problem.id === thread.conversation.value.problem?.id,
        execute: () => thread.pick(problem)
      });
      menu.addItem({ command: problem.id });
    }
    if (problems.length === 0) {
      commands.addCommand('none', {
        label: this.trans.__('None yet: ask about a cell, and it becomes one.'),
        isEnabled: () => false,
        execute: () => undefined
      });
      menu.addItem({ command: 'none' });
    }
    open(menu, below);
  }
}

export function exportLabel(trans: TranslationBundle, format: ExportFormat): string {
  return {
    markdown: trans.__('Export as Markdown'),
    json: trans.__('Export as JSON'),
    notebook: trans.__('Export as Notebook')
  }[format];
}

function open(menu: MenuSvg, below: HTMLElement): void {
  const { left, bottom } = below.getBoundingClientRect();
  menu.addClass('tutor-menu');
  menu.aboutToClose.connect(() => {
    // The menu takes the focus while it is open; reading goes on where it was.
    requestAnimationFrame(() => {
      if (document.activeElement === document.body) {
        below.focus();
      }
      menu.dispose();
    });
  });
  menu.open(left, bottom);
}
