import { EMPTY_CAP, formOf, isComplete, namesIn, valuesOf } from '../../../src/models/usage/caps';
import { CAPS } from '../../usage_facts';

describe('a cap as it is written', () => {
  // req: R7
  it('comes back from its form as it was', () => {
    const [cap] = CAPS.caps;
    const { cap_type, requests, tokens, cost_usd } = cap;
    expect(valuesOf(formOf(cap))).toEqual({ cap_type, requests, tokens, cost_usd });
  });

  it('needs an owner and at least one limit', () => {
    expect(isComplete(EMPTY_CAP)).toBe(false);
    expect(isComplete({ ...EMPTY_CAP, owner: 'ada' })).toBe(false);
    expect(isComplete({ ...EMPTY_CAP, tokens: '5' })).toBe(false);
    expect(isComplete({ ...EMPTY_CAP, owner: 'ada', tokens: '5' })).toBe(true);
  });
});

describe('namesIn', () => {
  it('reads names from lines and lists, each once', () => {
    expect(namesIn(' ada\ngrace, ada;linus\n\n')).toEqual(['ada', 'grace', 'linus']);
  });
});
