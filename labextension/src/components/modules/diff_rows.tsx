import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { DiffRow, ICellText } from '../../models/modules/notebook_diff';

interface IDiffRowsProps {
  readonly rows: readonly DiffRow[];
  readonly trans: TranslationBundle;
  readonly nameOfMine: string;
}

/** The cells that differ, mine on one side and the other on the other; in words, not by colour alone. */
export function DiffRows({ rows, trans, nameOfMine }: IDiffRowsProps): React.JSX.Element {
  return (
    <div
      className="tutor-diff"
      role="region"
      aria-label={trans.__('The cells that differ')}
      tabIndex={0}
    >
      <div className="tutor-diff-row tutor-diff-heads" aria-hidden="true">
        <span dir="auto">{trans.__('Here: %1', nameOfMine)}</span>
        <span>{trans.__('Saved elsewhere')}</span>
      </div>
      {rows.map((row, at) => (
        <Row key={at} row={row} trans={trans} />
      ))}
    </div>
  );
}

function Row({ row, trans }: { row: DiffRow; trans: TranslationBundle }): React.JSX.Element {
  if (row.kind === 'same') {
    return (
      <p className="tutor-diff-same">
        {trans._n('%1 cell is the same', '%1 cells are the same', row.count)}
      </p>
    );
  }
  const label = {
    changed: trans.__('Changed'),
    mine: trans.__('Only here'),
    other: trans.__('Only in the other version')
  }[row.kind];
  return (
    <section className={`tutor-diff-cell tutor-diff-${row.kind}`} aria-label={label}>
      <p className="tutor-diff-label">{label}</p>
      <div className="tutor-diff-row">
        {row.kind === 'other' ? (
          <Nothing trans={trans} />
        ) : (
          <CellText text={row.mine} side="mine" trans={trans} />
        )}
        {row.kind === 'mine' ? (
          <Nothing trans={trans} />
        ) : (
          <CellText text={row.other} side="other" trans={trans} />
        )}
      </div>
    </section>
  );
}

function Nothing({ trans }: { trans: TranslationBundle }): React.JSX.Element {
  return <p className="tutor-diff-nothing">{trans.__('not there')}</p>;
}

interface ICellTextProps {
  readonly text: ICellText;
  readonly side: 'mine' | 'other';
  readonly trans: TranslationBundle;
}

function CellText({ text, side, trans }: ICellTextProps): React.JSX.Element {
  const label = side === 'mine' ? trans.__('Here') : trans.__('Saved elsewhere');
  const mark = side === 'mine' ? '−' : '+';
  return (
    <div className={`tutor-diff-text tutor-diff-text-${side}`} role="group" aria-label={label}>
      {text.lines.map((line, at) => (
        <div key={at} className={line.common ? 'tutor-diff-line' : 'tutor-diff-line-differs'}>
          <span aria-hidden="true" className="tutor-diff-mark">
            {line.common ? ' ' : mark}
          </span>
          {!line.common && <span className="tutor-hidden">{trans.__('differs:')} </span>}
          <code dir="ltr">{line.text || ' '}</code>
        </div>
      ))}
    </div>
  );
}
