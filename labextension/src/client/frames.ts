// Generated from jupyter_tutor/api/frames.schema.json by `jlpm frames`; do not edit.

/**
 * Every text frame on {base_url}tutor/ws/chat, and on {base_url}tutor/ws/tutor?module={id} for messages within a module, is one JSON object. ClientFrame goes from the panel to the server, ServerFrame back. POST chat/stream takes a MessageFrame and answers with ServerFrames as server-sent events.
 */
export type FramesOfTheTutorSChatSocket = ClientFrame | ServerFrame;
export type ClientFrame = MessageFrame | StopFrame | ResumeFrame;
/**
 * How hard the exercise says it is, 1 to 5 per dimension.
 */
export type ExerciseDifficulty = {
  programming: number;
  mathematics: number;
} | null;
export type ServerFrame =
  StartFrame | TokenFrame | CannedFrame | DoneFrame | ErrorFrame | NoticeFrame | BudgetWarningFrame;

/**
 * Ask the tutor. {"content": "…"} alone is enough. The same request_id twice is answered once.
 */
export interface MessageFrame {
  type?: 'message';
  /**
   * Made by the server when left out; every frame about this request carries it.
   */
  request_id?: string;
  /**
   * At most 6,000 tokens.
   */
  content: string;
  /**
   * The conversation to go on with; a new one when left out.
   */
  session_id?: string | null;
  /**
   * Source of the cell the student works in.
   */
  cell_code?: string | null;
  /**
   * Traceback text of that cell.
   */
  error_output?: string | null;
  notebook_path?: string | null;
  cell_id?: string | null;
  exercise_id?: string | null;
  /**
   * The exercise's own words.
   */
  exercise_text?: string | null;
  exercise_difficulty?: ExerciseDifficulty;
  /**
   * The cell's counter; a higher one than at the last hint shows that the cell was run.
   */
  execution_count?: number | null;
  /**
   * Sources of the cells around the active one, in notebook order.
   *
   * @maxItems 8
   */
  neighbours?: string[];
  /**
   * The problem that the student picked, when the tutor believed another.
   */
  problem_id?: string | null;
  /**
   * Ask the built-in coach for this message.
   */
  answer_by?: 'coach' | null;
}
/**
 * End the answer now; what was generated is kept.
 */
export interface StopFrame {
  type: 'stop';
  request_id: string;
}
/**
 * Go on with an answer after the last token seen. Tokens with a greater seq follow; when the server no longer has them one by one it sends start and the stored text as token 1.
 */
export interface ResumeFrame {
  type: 'resume';
  request_id: string;
  after: number;
}
/**
 * The question is stored and the answer begins anew: tokens of this request seen before are void.
 */
export interface StartFrame {
  type: 'start';
  request_id: string;
  session_id: string;
  message_id: string;
  hint_level: number;
  max_hint_level: number;
  problem: ProblemRef;
  /**
   * Why the next step of the ladder is not open yet.
   */
  waiting: string | null;
  provider: string;
  model: string;
}
/**
 * What the tutor believes the student works on. The title is empty when a stored answer is told again.
 */
export interface ProblemRef {
  id: string;
  title: string;
}
/**
 * A piece of the answer; seq counts from 1 without gaps.
 */
export interface TokenFrame {
  type: 'token';
  request_id: string;
  seq: number;
  content: string;
}
/**
 * A reply that needed no model; done follows.
 */
export interface CannedFrame {
  type: 'canned';
  request_id: string;
  session_id: string;
  message_id: string;
  filter: 'greeting' | 'thanks' | 'off_topic' | 'exam';
  content: string;
}
/**
 * The answer is over and stored.
 */
export interface DoneFrame {
  type: 'done';
  request_id: string;
  session_id: string;
  message_id: string;
  state: 'complete' | 'stopped' | 'interrupted' | 'refused';
  hint_level: number | null;
  usage: Usage;
  /**
   * Decimal dollars; null when the price of the model is not known.
   */
  cost_usd: string | null;
  /**
   * What is used now, this answer included; null when a stored answer is told again.
   */
  budget: Budget | null;
}
export interface Usage {
  input_tokens: number;
  cached_input_tokens: number;
  output_tokens: number;
  estimated: boolean;
}
/**
 * Today's cap on cost and the metering session's budget; null where there is none.
 */
export interface Budget {
  today: BudgetStanding | null;
  session: BudgetStanding | null;
}
/**
 * Decimal dollars, and the percentage rounded down to a tenth.
 */
export interface BudgetStanding {
  used_usd: string;
  limit_usd: string;
  percent: number;
}
/**
 * Ends the request. request_id is null when the frame could not be read.
 */
export interface ErrorFrame {
  type: 'error';
  request_id: string | null;
  code:
    | 'AUTH_INVALID'
    | 'AUTH_FORBIDDEN'
    | 'RATE_LIMITED'
    | 'DAILY_LIMIT'
    | 'CAP_EXCEEDED'
    | 'BUDGET_EXCEEDED'
    | 'BREAKER_OPEN'
    | 'LLM_UNAVAILABLE'
    | 'NOT_FOUND'
    | 'CONFLICT'
    | 'VALIDATION'
    | 'DB_UNAVAILABLE'
    | 'INTERNAL';
  message: string;
  /**
   * Seconds after which trying again may help.
   */
  retry_after?: number;
}
/**
 * For people; ends nothing.
 */
export interface NoticeFrame {
  type: 'notice';
  request_id: string | null;
  code: string;
  message: string;
}
/**
 * The metering session's budget is nearly used up; comes once per metering session and ends nothing.
 */
export interface BudgetWarningFrame {
  type: 'budget_warning';
  request_id: string;
  spent_usd: string;
  budget_usd: string;
  percent: number;
}
