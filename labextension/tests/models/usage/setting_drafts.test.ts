import type { SettingKind, SettingValue } from '../../../src/client/usage_types';
import { draftOf, valueOf } from '../../../src/models/usage/setting_drafts';
import { CAPS } from '../../usage_facts';

describe('a setting as it is written', () => {
  // req: R13
  it.each<[SettingKind, SettingValue]>([
    ['int', 20],
    ['seconds', 1800],
    ['usd', '2.50'],
    ['share', 0.8],
    ['share', 0.333],
    ['bool', false],
    ['text', 'Europe/Berlin'],
    ['caps', CAPS.defaults],
    ['caps', []]
  ])('comes back as it was (%s %j)', (kind, value) => {
    expect(valueOf(kind, draftOf(kind, value))).toEqual(value);
  });

  it('shows a share in percent', () => {
    expect(draftOf('share', 0.8)).toBe('80');
    expect(valueOf('share', '85.5')).toBe(0.855);
  });

  it.each<[SettingKind, string]>([
    ['int', ''],
    ['int', 'many'],
    ['usd', '$5'],
    ['seconds', '30 min'],
    ['text', '  ']
  ])('says nothing when it cannot be meant (%s %j)', (kind, text) => {
    expect(valueOf(kind, text)).toBeUndefined();
  });

  it('leaves out a type of cap without any limit, and refuses a count that is no number', () => {
    const empty = { requests: '', tokens: '', cost_usd: '' };
    const grid = { hourly: { ...empty, tokens: '500' }, daily: empty, monthly: empty };
    expect(valueOf('caps', grid)).toEqual([
      { cap_type: 'hourly', requests: null, tokens: 500, cost_usd: null }
    ]);
    expect(valueOf('caps', { ...grid, daily: { ...empty, requests: 'x' } })).toBeUndefined();
  });
});
