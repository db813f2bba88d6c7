import { RestError } from '../../../src/client/api';
import { Loader } from '../../../src/models/usage/loader';

describe('Loader', () => {
  it('keeps what was there when it cannot be fetched anew', async () => {
    const answers = [
      Promise.resolve(1),
      Promise.reject(new RestError('Down', 'DB_UNAVAILABLE', 503))
    ];
    answers[1].catch(() => undefined);
    const loader = new Loader(() => answers.shift() as Promise<number>);
    await loader.refresh();
    expect(loader.load.value).toEqual({ state: 'ready', value: 1, error: null });
    await loader.refresh();
    expect(loader.load.value).toMatchObject({
      state: 'failed',
      value: 1,
      error: { code: 'DB_UNAVAILABLE' }
    });
  });

  it('shows the answer to the question that was asked last', async () => {
    const answers: ((value: string) => void)[] = [];
    const loader = new Loader(() => new Promise<string>(resolve => answers.push(resolve)));
    const both = [loader.refresh(), loader.refresh()];
    answers[1]('second');
    answers[0]('first');
    await Promise.all(both);
    expect(loader.load.value).toMatchObject({ state: 'ready', value: 'second' });
  });

  it('prefers what was learnt in another way to what is still on its way', async () => {
    let answer: (value: string) => void = () => undefined;
    const loader = new Loader(() => new Promise<string>(resolve => (answer = resolve)));
    const fetching = loader.refresh();
    loader.take('newer');
    answer('older');
    await fetching;
    expect(loader.load.value).toEqual({ state: 'ready', value: 'newer', error: null });
  });
});
