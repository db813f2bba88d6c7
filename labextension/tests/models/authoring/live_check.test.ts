import { RestError } from '../../../src/client/api';
import type { ICheckResult, ISubmission } from '../../../src/client/authoring';
import { LiveCheck, PAUSE_MS, RETRY_MS } from '../../../src/models/authoring/live_check';

const FINE: ICheckResult = { faults: [], exercises: [] };

// req: M3
describe('LiveCheck', () => {
  let asked: ISubmission[];
  let answer: () => Promise<ICheckResult>;
  let check: LiveCheck;

  beforeEach(() => {
    jest.useFakeTimers();
    asked = [];
    answer = () => Promise.resolve(FINE);
    check = new LiveCheck(submission => {
      asked.push(submission);
      return answer();
    });
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  const look = (source: string, key = 'a.ipynb'): void =>
    check.look(key, () => ({ notebook: { source }, slug: 'a' }));
  const pass = (time: number): Promise<void> => jest.advanceTimersByTimeAsync(time);

  it('judges a notebook at once when it is opened, and then when it has come to rest', async () => {
    look('1');
    await pass(0);
    expect(asked).toHaveLength(1);
    look('12');
    await pass(PAUSE_MS / 2);
    look('123');
    await pass(PAUSE_MS - 1);
    expect(asked).toHaveLength(1);
    await pass(1);
    expect(asked.map(each => each.notebook)).toEqual([{ source: '1' }, { source: '123' }]);
    expect(check.state.value).toEqual({ phase: 'done', result: FINE, error: null });
  });

  it('sends nothing when the notebook says what it said the last time', async () => {
    look('1');
    await pass(0);
    look('1');
    await pass(PAUSE_MS);
    expect(asked).toHaveLength(1);
  });

  it('lets the notebook that is open now have the last word', async () => {
    const late = new Promise<ICheckResult>(resolve =>
      setTimeout(() => resolve({ ...FINE, exercises: [] }), 5000)
    );
    answer = () => late;
    look('1');
    await pass(0);
    answer = () => Promise.resolve(FINE);
    look('2', 'b.ipynb');
    await pass(0);
    expect(check.state.value.result).toBe(FINE);
    await pass(5000);
    expect(check.state.value.result).toBe(FINE);
  });

  it('keeps the last result when the server is away, and asks again by itself', async () => {
    look('1');
    await pass(0);
    answer = () => Promise.reject(new RestError('', 'UNREACHABLE', 0));
    look('2');
    await pass(PAUSE_MS);
    expect(check.state.value).toMatchObject({ phase: 'failed', result: FINE });
    answer = () => Promise.resolve({ ...FINE });
    await pass(RETRY_MS);
    expect(check.state.value).toMatchObject({ phase: 'done', error: null });
    expect(asked).toHaveLength(3);
  });

  it('leaves the server alone while nobody looks', async () => {
    look('1');
    check.rest();
    await pass(RETRY_MS);
    expect(asked).toHaveLength(0);
    look('1');
    await pass(0);
    expect(asked).toHaveLength(1);
  });

  it('forgets everything where there is nothing to judge', async () => {
    look('1');
    await pass(0);
    check.look('b.ipynb', null);
    expect(check.state.value).toEqual({ phase: 'none', result: null, error: null });
  });
});
