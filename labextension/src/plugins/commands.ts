import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { ICommandPalette } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ExportFormat } from '../client/rest';
import { tutorIcon } from '../components/icons';
import type { Tutor, View } from '../models/tutor';
import { COMMANDS } from '../tokens/commands';
import { exportLabel } from '../widgets/menus';

export interface ICommandContext {
  readonly app: JupyterFrontEnd;
  readonly tutor: Tutor;
  readonly trans: TranslationBundle;
  readonly palette: ICommandPalette | null;
  /** Bring the panel into view. */
  readonly show: () => void;
  /** Take the active cell for the one in question, even when another was just run. */
  readonly lookAtActive: () => void;
  /** Give the cursor back to the notebook. */
  readonly focusNotebook: () => void;
  readonly explainActiveError: () => void;
  readonly hasError: () => boolean;
  readonly exportSession: (sessionId: string, format: ExportFormat) => void;
}

/** Everything the panel does, as commands: for the palette, menus, toolbars and keys. */
export function addCommands(context: ICommandContext): void {
  addAskingCommands(context);
  addViewCommands(context);
  addExport(context);
  fillPalette(context);
}

function addAskingCommands(context: ICommandContext): void {
  const { app, tutor, trans, show } = context;
  const ask = (): void => {
    show();
    tutor.focusBox();
  };
  app.commands.addCommand(COMMANDS.open, {
    label: trans.__('Open the Tutor'),
    caption: trans.__('Show the tutor and put the cursor in its box'),
    icon: tutorIcon,
    execute: ask
  });
  app.commands.addCommand(COMMANDS.askAboutCell, {
    label: trans.__('Ask Tutor'),
    caption: trans.__('Ask the tutor about this cell'),
    icon: tutorIcon,
    execute: () => {
      context.lookAtActive();
      ask();
    }
  });
  app.commands.addCommand(COMMANDS.explainError, {
    label: trans.__('Explain This Error'),
    caption: trans.__('Ask the tutor about the error of the active cell'),
    isEnabled: context.hasError,
    execute: context.explainActiveError
  });
  app.commands.addCommand(COMMANDS.newConversation, {
    label: trans.__('New Conversation'),
    execute: () => {
      tutor.thread.value.startAnew();
      ask();
    }
  });
  app.commands.addCommand(COMMANDS.focusNotebook, {
    label: trans.__('Go Back to the Notebook'),
    execute: context.focusNotebook
  });
}

function addViewCommands({ app, tutor, trans, show }: ICommandContext): void {
  const views: [string, View, string][] = [
    [COMMANDS.history, 'history', trans.__('Conversation History')],
    [COMMANDS.privacy, 'privacy', trans.__('What Is Sent…')],
    [COMMANDS.levels, 'levels', trans.__('My Level…')]
  ];
  for (const [command, view, label] of views) {
    app.commands.addCommand(command, {
      label,
      execute: () => {
        show();
        tutor.view.set(view);
      }
    });
  }
  app.commands.addCommand(COMMANDS.settings, {
    label: trans.__('Tutor Settings…'),
    isEnabled: () => app.commands.hasCommand('settingeditor:open'),
    execute: () => app.commands.execute('settingeditor:open', { query: 'Tutor' })
  });
}

function addExport({ app, tutor, trans, exportSession }: ICommandContext): void {
  const sessionId = (): string | null => tutor.thread.value.conversation.value.sessionId;
  app.commands.addCommand(COMMANDS.exportConversation, {
    label: args =>
      args.isPalette
        ? trans.__('%1 (Conversation)', exportLabel(trans, formatOf(args.format)))
        : exportLabel(trans, formatOf(args.format)),
    isEnabled: () => sessionId() !== null,
    execute: args => {
      const id = sessionId();
      if (id !== null) {
        exportSession(id, formatOf(args.format));
      }
    }
  });
}

function fillPalette({ palette, trans }: ICommandContext): void {
  const category = trans.__('Tutor');
  const { exportConversation, ...others } = COMMANDS;
  for (const command of Object.values(others)) {
    palette?.addItem({ command, category });
  }
  for (const format of ['markdown', 'json', 'notebook']) {
    palette?.addItem({
      command: exportConversation,
      category,
      args: { format, isPalette: true }
    });
  }
}

function formatOf(value: unknown): ExportFormat {
  return value === 'json' || value === 'notebook' ? value : 'markdown';
}
