import type { IProblem, Rating, TutorRest } from '../client/rest';
import type { ContextFields } from './context';
import {
  type ConversationEvent,
  type IConversation,
  NEW_CONVERSATION,
  reduce
} from './conversation';
import type { Drafts } from './drafts';
import type { IQuestion } from './entries';
import type { Exchange, IListener, Message } from './exchange';
import { restore } from './restore';
import { Store } from './store';

/** How far the stored conversation has been fetched. */
export type Loading = 'no' | 'loading' | 'loaded' | 'failed';

/** What the student asks for, besides the words. */
export interface IAsking {
  readonly context: ContextFields;
  readonly answerBy?: 'coach';
}

export interface IThreadRoom {
  readonly rest: TutorRest;
  readonly exchange: Exchange;
  readonly drafts: Drafts;
  readonly newId: () => string;
  /** Show a failure of something that the student did. */
  readonly onFailure: (error: unknown) => void;
}

/** The conversation beside one notebook. */
export class Thread implements IListener {
  readonly conversation = new Store<IConversation>(NEW_CONVERSATION);
  readonly loading = new Store<Loading>('no');
  readonly draft: Store<string>;

  constructor(
    readonly notebook: string,
    private readonly room: IThreadRoom
  ) {
    this.draft = new Store(room.drafts.read(notebook));
  }

  /** Take over an event; the first word about a request says that the server has its question. */
  dispatch(event: ConversationEvent): void {
    if (event.type === 'start' || event.type === 'canned' || event.type === 'done') {
      this.room.drafts.arrived(this.notebook, event.request_id);
      this.pickedProblem = null;
    }
    this.conversation.set(reduce(this.conversation.value, event));
  }

  reload(): void {
    const { sessionId } = this.conversation.value;
    if (sessionId) {
      void this.open(sessionId);
    }
  }

  /** Fetch the last conversation about this notebook, once. */
  async load(): Promise<void> {
    if (this.loading.value === 'loading' || this.loading.value === 'loaded') {
      return;
    }
    this.loading.set('loading');
    try {
      const sessionId = this.notebook ? await this.lastSession() : null;
      if (sessionId && this.conversation.value === NEW_CONVERSATION) {
        await this.fetch(sessionId);
      }
      this.recoverDraft();
      this.loading.set('loaded');
    } catch {
      this.loading.set('failed');
    }
  }

  /** Show a stored conversation instead of the present one. */
  async open(sessionId: string): Promise<void> {
    try {
      await this.fetch(sessionId);
      this.loading.set('loaded');
    } catch (error) {
      this.room.onFailure(error);
    }
  }

  startAnew(): void {
    this.pickedProblem = null;
    this.loading.set('loaded');
    this.conversation.set(NEW_CONVERSATION);
  }

  write(text: string): void {
    this.room.drafts.write(this.notebook, text);
    this.draft.set(text);
  }

  ask(text: string, { context, answerBy }: IAsking): void {
    const requestId = this.room.newId();
    const message: Message = {
      type: 'message',
      request_id: requestId,
      content: text,
      session_id: this.conversation.value.sessionId,
      ...context,
      ...(this.pickedProblem && { problem_id: this.pickedProblem }),
      ...(answerBy && { answer_by: answerBy })
    };
    this.dispatch({ type: 'asked', requestId, text, context });
    this.room.exchange.ask(message, this);
  }

  /** Send what is in the box. */
  send(asking: IAsking): void {
    const text = this.draft.value.trim();
    if (!text || this.conversation.value.running) {
      return;
    }
    this.ask(text, asking);
    const requestId = this.conversation.value.running ?? '';
    this.room.drafts.sending(this.notebook, requestId, text);
    this.draft.set('');
  }

  /** End the running answer; a message that never left comes back into the box. */
  stop(): void {
    const { running } = this.conversation.value;
    if (running && this.room.exchange.stop(running)) {
      this.takeBack(running);
    }
  }

  /** Ask again, in place of a question that failed. */
  retry(requestId: string, answerBy?: 'coach'): void {
    const question = this.question(requestId);
    if (question && !this.conversation.value.running) {
      this.dispatch({ type: 'withdrawn', requestId });
      this.ask(question.text, { context: question.context, answerBy });
    }
  }

  /** Put a question that failed back into the box, to be changed. */
  takeBack(requestId: string): void {
    const question = this.question(requestId);
    this.room.drafts.arrived(this.notebook, requestId);
    this.dispatch({ type: 'withdrawn', requestId });
    if (question) {
      this.write([question.text, this.draft.value].filter(Boolean).join('\n'));
    }
  }

  /** Tell the tutor which problem is meant. */
  pick(problem: IProblem): void {
    this.pickedProblem = problem.id;
    this.dispatch({ type: 'picked', problem });
  }

  async rate(messageId: string, rating: Rating, before: Rating): Promise<void> {
    this.dispatch({ type: 'rated', messageId, rating });
    try {
      await this.room.rest.rate(messageId, rating);
    } catch (error) {
      this.dispatch({ type: 'rated', messageId, rating: before });
      this.room.onFailure(error);
    }
  }

  private question(requestId: string): IQuestion | undefined {
    return this.conversation.value.entries.find(
      (e): e is IQuestion => e.kind === 'question' && e.requestId === requestId
    );
  }

  private async lastSession(): Promise<string | null> {
    const page = await this.room.rest.sessions({
      notebook_path: this.notebook,
      limit: 1
    });
    return page.sessions[0]?.id ?? null;
  }

  private async fetch(sessionId: string): Promise<void> {
    const { rest, exchange } = this.room;
    const [page, problems] = await Promise.all([rest.messages(sessionId), rest.problems()]);
    this.pickedProblem = null;
    this.conversation.set(restore(sessionId, page.messages, page.running, problems));
    page.running.forEach(requestId => exchange.resume(requestId, this));
  }

  private recoverDraft(): void {
    const known = new Set(this.conversation.value.entries.map(e => e.requestId ?? ''));
    this.room.drafts.recover(this.notebook, known);
    this.draft.set(this.room.drafts.read(this.notebook));
  }

  private pickedProblem: string | null = null;
}
