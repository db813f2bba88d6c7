import { AdminRest } from '../../../src/client/admin';
import type { ISetting, ISettingsView } from '../../../src/client/usage_types';
import { nameIn, SettingsBook } from '../../../src/models/usage/settings';
import { FakeServer } from '../../fake_server';
import { setting, SETTINGS } from '../../usage_facts';

describe('SettingsBook', () => {
  let server: FakeServer;
  let book: SettingsBook;

  beforeEach(async () => {
    server = new FakeServer();
    server.answer('GET admin/settings', SETTINGS);
    book = new SettingsBook(new AdminRest(server.settings));
    await book.view.refresh();
  });

  const named = (name: string): ISetting => {
    const settings = book.view.load.value.value?.settings ?? [];
    return settings.find(each => each.name === name) as ISetting;
  };
  const sent = (): unknown => JSON.parse(server.changes[0]?.body ?? 'null');

  // req: R13
  it('sends just what was changed, with the version that was seen', async () => {
    const after: ISettingsView = { ...SETTINGS, version: 5 };
    server.answer('PUT admin/settings', after);
    book.edit(named('messages_on'), false);
    book.edit(named('session_budget'), '2.50');
    await book.save();
    expect(sent()).toEqual({
      version: 4,
      values: { messages_on: false, session_budget: '2.50' }
    });
    expect(book.view.load.value.value?.version).toBe(5);
    expect(book.drafts.value.size).toBe(0);
    expect(book.outcome.value).toBe('saved');
  });

  it('takes what was typed and typed back for no change', () => {
    book.edit(named('session_budget'), '2');
    book.edit(named('session_budget'), '5');
    expect(book.drafts.value.size).toBe(0);
  });

  it('wishes the configured value back with null, and shows it', async () => {
    server.answer('PUT admin/settings', SETTINGS);
    book.restore(named('messages_per_minute'));
    expect(book.draft(named('messages_per_minute'))).toBe('20');
    await book.save();
    expect(sent()).toMatchObject({ values: { messages_per_minute: null } });
  });

  // req: R13
  it('loads the settings again when somebody else was faster, and keeps what was typed', async () => {
    book.edit(named('messages_per_minute'), '7');
    book.edit(named('session_budget'), '2');
    const refusal = { detail: 'Somebody else', code: 'CONFLICT' };
    server.answer('PUT admin/settings', refusal, 409);
    const theirs = SETTINGS.settings.map(each =>
      each.name === 'messages_per_minute' ? setting(each.name, 'int', 7, 20) : each
    );
    server.answer('GET admin/settings', { ...SETTINGS, version: 9, settings: theirs });
    await book.save();
    expect(book.outcome.value).toBe('conflict');
    expect(book.view.load.value.value?.version).toBe(9);
    expect([...book.drafts.value]).toEqual([['session_budget', '2']]);
    server.answer('PUT admin/settings', SETTINGS);
    await book.save();
    expect(JSON.parse(server.changes[1].body ?? '')).toMatchObject({ version: 9 });
  });

  it('keeps what was typed when the server refuses it', async () => {
    book.edit(named('session_budget'), '-1');
    const detail = "session_budget='-1' is not allowed: an amount in US dollars.";
    server.answer('PUT admin/settings', { detail, code: 'VALIDATION' }, 422);
    await expect(book.save()).rejects.toMatchObject({ message: detail });
    expect(book.draft(named('session_budget'))).toBe('-1');
    expect(nameIn(detail, SETTINGS.settings)).toBe('session_budget');
  });

  it('names what cannot be meant', () => {
    book.edit(named('session_idle'), 'soon');
    expect(book.faults()).toEqual(['session_idle']);
  });
});

describe('nameIn', () => {
  it('names no setting for a sentence that begins with none', () => {
    expect(nameIn('time is up', SETTINGS.settings)).toBeNull();
    expect(nameIn('', SETTINGS.settings)).toBeNull();
  });
});
