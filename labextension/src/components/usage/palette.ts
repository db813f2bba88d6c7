import type { IPalette } from '../../models/usage/charts';

/** The colours of the theme that is in force, for charts. */
export function themePalette(): IPalette {
  const style = getComputedStyle(document.body);
  const color = (name: string): string => style.getPropertyValue(name).trim();
  return {
    text: color('--jp-ui-font-color1'),
    line: color('--jp-border-color2'),
    bar: color('--jp-brand-color1'),
    font: color('--jp-ui-font-family')
  };
}
