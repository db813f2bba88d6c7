import type { INotebookExcerpt } from '../tokens/excerpt';
import { errorName } from './context';

/** A question that could be asked about the open notebook; the words are the component's. */
export type Example =
  | { readonly about: 'error'; readonly name: string }
  | { readonly about: 'function'; readonly name: string }
  | { readonly about: 'exercise'; readonly name: string }
  | { readonly about: 'topic'; readonly name: string }
  | { readonly about: 'cell' | 'start' | 'check' | 'concept' };

const WANTED = 3;

/** Three questions made from the notebook, the most fitting first. */
export function examples(excerpt: INotebookExcerpt | null): Example[] {
  const fitting: Example[] = [];
  if (excerpt?.error) {
    fitting.push({ about: 'error', name: errorName(excerpt.error) });
  }
  if (excerpt?.exerciseId) {
    fitting.push({ about: 'exercise', name: excerpt.exerciseId });
  }
  const defined = /^\s*(?:async\s+)?def\s+(\w+)/m.exec(excerpt?.code ?? '');
  if (defined) {
    fitting.push({ about: 'function', name: defined[1] });
  } else if (excerpt?.code?.trim()) {
    fitting.push({ about: 'cell' });
  }
  if (excerpt?.heading) {
    fitting.push({ about: 'topic', name: excerpt.heading });
  }
  const always: Example[] = [{ about: 'start' }, { about: 'check' }, { about: 'concept' }];
  return [...fitting, ...always].slice(0, WANTED);
}
