import { textOf } from './blocks';
import type { IConversation } from './conversation';
import { isRunning } from './entries';
import type { INotebookExcerpt } from '../tokens/excerpt';

/**
 * What a student may want to say next. `tried` begins a sentence in the box, because what was
 * tried has to be said; the others are sent as they are.
 */
export type QuickReply =
  'tried' | 'stuck' | 'why' | 'check' | 'explain-error' | 'go-on' | 'another-example' | 'works';

/** The quick replies that fit the moment; none while an answer is being written. */
export function quickReplies(
  { entries, running, standing }: IConversation,
  excerpt: INotebookExcerpt | null,
  effortShown: boolean
): QuickReply[] {
  const last = entries[entries.length - 1] as IConversation['entries'][number] | undefined;
  if (running || !last || last.kind !== 'answer' || isRunning(last)) {
    return [];
  }
  if (last.state === 'stopped' || last.state === 'interrupted') {
    return textOf(last.blocks) ? ['go-on', 'stuck'] : [];
  }
  if (last.filter !== null) {
    return excerpt?.error ? ['explain-error'] : [];
  }
  return afterHint(standing.level, excerpt, effortShown);
}

function afterHint(
  level: number,
  excerpt: INotebookExcerpt | null,
  effortShown: boolean
): QuickReply[] {
  if (level === 5) {
    return ['why', 'another-example'];
  }
  if (effortShown && excerpt?.error) {
    return ['stuck', 'explain-error', 'why'];
  }
  if (effortShown) {
    return excerpt?.executionCount === null
      ? ['check', 'stuck', 'why']
      : ['works', 'stuck', 'check'];
  }
  return ['tried', 'stuck', 'why', ...(excerpt?.code ? (['check'] as const) : [])];
}

/**
 * Whether the cell was changed or run since the question that the last hint answers.
 * Clearing its output takes its counter away and is neither.
 */
export function effortSince(
  { lastContext }: IConversation,
  excerpt: INotebookExcerpt | null
): boolean {
  if (!excerpt?.cellId || excerpt.cellId !== lastContext.cell_id) {
    return false;
  }
  const { code, executionCount } = excerpt;
  const ran = executionCount !== null && executionCount !== (lastContext.execution_count ?? null);
  return ran || code !== (lastContext.cell_code ?? '');
}
