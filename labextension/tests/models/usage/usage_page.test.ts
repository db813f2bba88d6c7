import { AdminRest } from '../../../src/client/admin';
import { sectionsFor, UsagePage } from '../../../src/models/usage/usage_page';
import { FakeServer } from '../../fake_server';
import { CAPS, REPORT } from '../../usage_facts';

describe('UsagePage', () => {
  const opened = async (roles: string[]): Promise<[UsagePage, FakeServer]> => {
    const server = new FakeServer();
    server.answer('GET auth/me', { username: 'ada', roles });
    server.answer('GET admin/usage?period=month', REPORT);
    server.answer('GET admin/usage?period=today', REPORT);
    server.answer('GET usage/caps', CAPS);
    const page = new UsagePage(new AdminRest(server.settings));
    await page.open();
    return [page, server];
  };

  // req: R12
  it('asks nothing for a student that only staff may know', async () => {
    const [page, server] = await opened(['student']);
    expect(sectionsFor(page.profile.load.value.value)).toEqual([]);
    expect(server.requests.map(request => request.path)).toEqual(['auth/me']);
  });

  // req: R7
  it('shows instructors the decisions and the caps of their groups, and nothing else', async () => {
    const [page, server] = await opened(['student', 'instructor']);
    expect(sectionsFor(page.profile.load.value.value)).toEqual(['decisions', 'caps']);
    expect(page.section.value).toBe('decisions');
    expect(server.requests.map(request => request.path)).toEqual(['auth/me', 'teaching/decisions']);
  });

  it('begins with the overview for administrators, and fetches what a section shows', async () => {
    const [page, server] = await opened(['admin']);
    page.show('caps');
    page.show('overview');
    page.overview.choose('today');
    expect(server.requests.map(request => request.path)).toEqual([
      'auth/me',
      'admin/usage?period=month',
      'usage/caps',
      'admin/usage?period=month',
      'admin/usage?period=today'
    ]);
  });
});
