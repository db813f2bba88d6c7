import { silenceIn } from '../../../src/models/modules/silence';
import { NO_RULES } from '../../module_facts';

const NOON = Date.parse('2026-01-05T12:00:00Z');
const exam = (from: string, until: string) => ({
  ...NO_RULES,
  exam: { from: `2026-01-05T${from}:00Z`, until: `2026-01-05T${until}:00+00:00` }
});

// req: P10
describe('silenceIn', () => {
  it('is an exam while it lasts, and the one that ends last of several', () => {
    const places = [exam('11:00', '13:00'), exam('09:00', '14:30')];
    expect(silenceIn(places, NOON)).toEqual({
      by: 'exam',
      until: Date.parse('2026-01-05T14:30:00Z')
    });
    expect(silenceIn([exam('12:00', '12:30')], NOON)).toMatchObject({ by: 'exam' });
    expect(silenceIn([exam('11:00', '12:00')], NOON)).toBeNull();
    expect(silenceIn([exam('13:00', '14:00')], NOON)).toBeNull();
  });

  it('is a switch in any of the places', () => {
    const off = { ...NO_RULES, policy: { tutor: 'off' } } as const;
    expect(silenceIn([NO_RULES, off], NOON)).toEqual({ by: 'switch' });
    expect(silenceIn([NO_RULES, NO_RULES], NOON)).toBeNull();
  });
});
