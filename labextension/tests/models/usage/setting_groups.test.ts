import { grouped } from '../../../src/models/usage/setting_groups';
import { SETTINGS } from '../../usage_facts';

describe('grouped', () => {
  it('puts the values of a limit under its switch, and shows every setting once', () => {
    const groups = grouped(SETTINGS.settings);
    const names = groups.map(({ key, toggle, values }) => [
      key,
      toggle?.name ?? null,
      values.map(value => value.name)
    ]);
    expect(names).toEqual([
      ['messages', 'messages_on', ['messages_per_minute']],
      ['session', null, ['session_budget', 'session_warn_at', 'session_idle']],
      ['caps', null, ['default_caps']],
      ['other', null, ['brand_new']]
    ]);
  });
});
