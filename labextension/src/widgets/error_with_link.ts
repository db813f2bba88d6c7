import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Message } from '@lumino/messaging';
import { PanelLayout, Widget } from '@lumino/widgets';

/** The mime type that only error outputs have; their text is stderr's, drawn as ever. */
export const ERROR_MIME_TYPE = 'application/vnd.jupyter.error';
const TEXT_MIME_TYPE = 'application/vnd.jupyter.stderr';

export interface IErrorWithLinkOptions {
  /** Draws the traceback. */
  readonly inner: IRenderMime.IRenderer;
  readonly trans: TranslationBundle;
  readonly onExplain: (node: HTMLElement) => void;
}

/** An error output as Jupyter draws it, with one link below: explain this error. */
export class ErrorWithLink extends Widget implements IRenderMime.IRenderer {
  constructor(private readonly options: IErrorWithLinkOptions) {
    super();
    this.addClass('tutor-error');
    const layout = new PanelLayout();
    layout.addWidget(options.inner);
    this.layout = layout;
  }

  async renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    await this.options.inner.renderModel(model);
  }

  protected override onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    // Consoles and viewers draw errors too; only in a notebook there is a cell to ask about.
    if (this.node.closest('.jp-Notebook') && !this.link.isConnected) {
      this.node.append(this.link);
    }
  }

  private makeLink(): HTMLElement {
    const link = document.createElement('button');
    link.type = 'button';
    link.className = 'tutor-explain';
    link.textContent = this.options.trans.__('Explain this error');
    link.addEventListener('click', () => this.options.onExplain(this.node));
    return link;
  }

  private readonly link = this.makeLink();
}

/** A factory that wraps what the registry has for error text; undefined when it has nothing. */
export function errorWithLinkFactory(
  textFactory: IRenderMime.IRendererFactory,
  trans: TranslationBundle,
  onExplain: (node: HTMLElement) => void
): IRenderMime.IRendererFactory {
  return {
    safe: true,
    mimeTypes: [ERROR_MIME_TYPE],
    createRenderer: options =>
      new ErrorWithLink({
        inner: textFactory.createRenderer({
          ...options,
          mimeType: TEXT_MIME_TYPE
        }),
        trans,
        onExplain
      })
  };
}

export { TEXT_MIME_TYPE };
