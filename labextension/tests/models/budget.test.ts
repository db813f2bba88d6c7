import { BudgetModel } from '../../src/models/budget';
import { FakeSocket } from '../fake_socket';
import { done, error, spent } from '../frames';
import { settle } from '../fake_tutor';

const FIRST = { session: spent('1', '5'), today: spent('1', '10') };
const THEN = { session: spent('2', '5'), today: spent('2', '10') };

describe('BudgetModel', () => {
  // req: R5
  it('asks the server once, and takes the newest figures from every answer', async () => {
    const socket = new FakeSocket();
    const model = new BudgetModel(() => Promise.resolve(FIRST));
    model.listen(socket);
    await model.refresh();
    expect(model.budget.value).toEqual(FIRST);
    socket.receive(done('r1', { budget: THEN }));
    expect(model.budget.value).toEqual(THEN);
    socket.receive(done('r2'));
    expect(model.budget.value).toEqual(THEN);
  });

  it('shows nothing where there is no limit', async () => {
    const unlimited = { used_usd: '2', limit_usd: null, percent: 0 };
    const usage = { today: unlimited, session: FIRST.session };
    const model = new BudgetModel(() => Promise.resolve(usage));
    await model.refresh();
    expect(model.budget.value).toEqual({ today: null, session: FIRST.session });
  });

  it('keeps what it shows when the server cannot be asked', async () => {
    const socket = new FakeSocket();
    const model = new BudgetModel(() => Promise.reject(new Error('down')));
    model.listen(socket);
    socket.receive(done('r1', { budget: FIRST }));
    await model.refresh();
    expect(model.budget.value).toEqual(FIRST);
  });

  // req: R5
  it('looks again when a budget refused a question', async () => {
    const socket = new FakeSocket();
    const model = new BudgetModel(() => Promise.resolve(THEN));
    model.listen(socket);
    socket.receive(error('r1', 'BUDGET_EXCEEDED'));
    await settle();
    expect(model.budget.value).toEqual(THEN);
  });
});
