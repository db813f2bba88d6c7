import * as schema from '../../schema/panel.json';
import { DEFAULT_PREFERENCES, kindsLeftOut, readPreferences } from '../../src/models/preferences';

describe('preferences', () => {
  it('has the defaults of the settings schema', () => {
    const properties = schema.properties as Record<string, { default: unknown }>;
    const { send, ...others } = DEFAULT_PREFERENCES;
    for (const [name, value] of Object.entries(others)) {
      expect([name, properties[name].default]).toEqual([name, value]);
    }
    for (const [kind, sent] of Object.entries(send)) {
      const kinds = schema.properties.send.properties as Record<string, { default: boolean }>;
      expect([kind, kinds[kind].default]).toEqual([kind, sent]);
    }
    expect(Object.keys(properties).sort()).toEqual(Object.keys(DEFAULT_PREFERENCES).sort());
  });

  it('fills up what the student has not set', () => {
    const read = readPreferences({
      enterSends: false,
      send: { nearby: false }
    });
    expect(read.enterSends).toBe(false);
    expect(read.side).toBe('right');
    expect([...kindsLeftOut(read)]).toEqual(['nearby']);
  });
});
