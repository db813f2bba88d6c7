import { faultsIn, orderOf } from '../../../src/models/usage/prices';

describe('faultsIn', () => {
  // req: R4
  it('names every faulty line of a refused sheet', () => {
    const detail = 'Nothing was changed. line 2: input: not a number; line 5: gpt is there twice';
    expect(faultsIn(detail)).toEqual(['line 2: input: not a number', 'line 5: gpt is there twice']);
  });
});

describe('orderOf', () => {
  it('leaves out the price of cached input that was left empty', () => {
    const form = { model: ' gpt ', input: '1', cached_input: ' ', output: '2 ' };
    expect(orderOf(form)).toEqual({ model: 'gpt', input: '1', output: '2' });
    expect(orderOf({ ...form, cached_input: '0.1' })).toMatchObject({ cached_input: '0.1' });
  });
});
