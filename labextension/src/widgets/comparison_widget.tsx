import { ReactWidget } from '@jupyterlab/ui-components';
import * as React from 'react';
import { tutorIcon } from '../components/icons';
import { Comparison, type IComparisonProps } from '../components/modules/comparison';

/** The choice between two versions of a notebook, as a widget of the main area. */
export class ComparisonWidget extends ReactWidget {
  constructor(private readonly options: Omit<IComparisonProps, 'onClose'>) {
    super();
    this.addClass('tutor-usage');
    this.addClass('tutor-comparison-page');
    this.title.icon = tutorIcon;
    this.title.label = options.trans.__('Two versions');
    this.title.closable = true;
  }

  protected override render(): React.JSX.Element {
    return <Comparison {...this.options} onClose={() => this.dispose()} />;
  }
}
