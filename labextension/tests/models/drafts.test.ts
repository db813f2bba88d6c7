import { Drafts, type IKeyValue } from '../../src/models/drafts';

class FakeStorage implements IKeyValue {
  readonly kept = new Map<string, string>();
  full = false;

  getItem(key: string): string | null {
    return this.kept.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    if (this.full) {
      throw new DOMException('full', 'QuotaExceededError');
    }
    this.kept.set(key, value);
  }

  removeItem(key: string): void {
    this.kept.delete(key);
  }
}

describe('Drafts', () => {
  it('keeps one draft per notebook across a reload', () => {
    const storage = new FakeStorage();
    new Drafts(storage, 't').write('a.ipynb', 'half a quest');
    expect(new Drafts(storage, 't').read('a.ipynb')).toBe('half a quest');
    expect(new Drafts(storage, 't').read('b.ipynb')).toBe('');
  });

  it('puts a message that never arrived back before what was typed since', () => {
    const storage = new FakeStorage();
    const before = new Drafts(storage, 't');
    before.sending('a', 'r1', 'Why?');
    before.write('a', 'And');
    const after = new Drafts(storage, 't');
    after.recover('a', new Set());
    expect(after.read('a')).toBe('Why?\nAnd');
  });

  it('does not bring back a message that the server has', () => {
    const storage = new FakeStorage();
    new Drafts(storage, 't').sending('a', 'r1', 'Why?');
    const after = new Drafts(storage, 't');
    after.recover('a', new Set(['r1']));
    expect(after.read('a')).toBe('');
    after.recover('a', new Set());
    expect(after.read('a')).toBe('');
  });

  it('forgets a message once it has arrived', () => {
    const drafts = new Drafts(new FakeStorage(), 't');
    drafts.sending('a', 'r1', 'Why?');
    drafts.arrived('a', 'other');
    drafts.arrived('a', 'r1');
    drafts.recover('a', new Set());
    expect(drafts.read('a')).toBe('');
  });

  it('keeps a draft in memory when the storage is full', () => {
    const storage = new FakeStorage();
    storage.full = true;
    const drafts = new Drafts(storage, 't');
    drafts.write('a', 'text');
    expect(drafts.read('a')).toBe('text');
    drafts.write('a', '');
    expect(drafts.read('a')).toBe('');
  });
});
