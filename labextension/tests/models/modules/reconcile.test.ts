import type { IRemembered } from '../../../src/models/modules/memory';
import { reconcile, type IMeeting } from '../../../src/models/modules/reconcile';

const REMEMBERED: IRemembered = {
  path: 'a.ipynb',
  version: 3,
  state: 'three',
  disk: 'three',
  latest: 'disk'
};

const meet = (change: Partial<IMeeting>): string =>
  reconcile({
    file: 'mine',
    laidDown: 'release',
    state: { version: 3, fingerprint: 'three' },
    remembered: REMEMBERED,
    ...change
  });

// req: M2
describe('reconcile', () => {
  it('goes on with the file while the server has nothing', () => {
    expect(meet({ state: null })).toBe('file');
    expect(meet({ state: null, file: 'release', remembered: null })).toBe('file');
  });

  it('has nothing to choose where both say the same', () => {
    expect(meet({ file: 'three', remembered: null })).toBe('either');
  });

  it('takes the state where the file was never written in, as in another browser', () => {
    expect(meet({ file: 'release', remembered: null })).toBe('state');
  });

  it('takes the state that somebody else went on to from what the file still says', () => {
    const state = { version: 5, fingerprint: 'five' };
    expect(meet({ file: 'three', state })).toBe('state');
  });

  it('goes on with what was written while the server was away', () => {
    expect(meet({ remembered: { ...REMEMBERED, disk: 'mine' } })).toBe('file');
  });

  it('takes the state where the page went before the file was written', () => {
    const remembered: IRemembered = { ...REMEMBERED, disk: 'mine', latest: 'state' };
    expect(meet({ remembered })).toBe('state');
  });

  it('asks where both went on', () => {
    expect(meet({ state: { version: 4, fingerprint: 'four' } })).toBe('ask');
    expect(meet({ remembered: null })).toBe('ask');
  });

  it('asks where somebody else has written the file', () => {
    expect(meet({ remembered: REMEMBERED })).toBe('ask');
    expect(meet({ remembered: { ...REMEMBERED, latest: 'state' } })).toBe('ask');
  });

  it('decides by itself only where this browser left both, and by what it wrote last', () => {
    for (const version of [2, 3, 4]) {
      for (const latest of ['state', 'disk'] as const) {
        for (const disk of ['mine', 'three', 'else']) {
          const remembered = { ...REMEMBERED, version: 3, latest, disk };
          const verdict = meet({ state: { version, fingerprint: 'other' }, remembered });
          const isOwn = version === 3 && disk === 'mine';
          expect(verdict).toBe(isOwn ? (latest === 'state' ? 'state' : 'file') : 'ask');
        }
      }
    }
  });
});
