import type { LabIcon } from '@jupyterlab/ui-components';
import * as React from 'react';

interface IIconButtonProps {
  readonly icon: LabIcon;
  readonly label: string;
  readonly onClick: (event: React.MouseEvent<HTMLButtonElement>) => void;
  readonly className?: string;
  readonly pressed?: boolean;
  readonly disabled?: boolean;
  readonly hasMenu?: boolean;
}

/** A button that is only a picture; its label is its tooltip and its name. */
export function IconButton(props: IIconButtonProps): React.JSX.Element {
  const { icon, label, onClick, className = '', pressed, disabled, hasMenu } = props;
  return (
    <button
      type="button"
      className={`tutor-icon-button ${className}`}
      title={label}
      aria-label={label}
      aria-pressed={pressed}
      aria-haspopup={hasMenu ? 'menu' : undefined}
      disabled={disabled}
      onClick={onClick}
    >
      <icon.react tag="span" className="tutor-icon" />
    </button>
  );
}
