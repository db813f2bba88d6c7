import { AdminRest } from '../../src/client/admin';
import { FakeServer } from '../fake_server';
import { CAPS, PRICES, REPORT, SETTINGS } from '../usage_facts';

describe('AdminRest', () => {
  let server: FakeServer;
  let rest: AdminRest;

  beforeEach(() => {
    server = new FakeServer();
    rest = new AdminRest(server.settings);
  });

  // req: R12
  it('asks for the report of a period', async () => {
    server.answer('GET admin/usage?period=week', REPORT);
    await expect(rest.report('week')).resolves.toEqual(REPORT);
  });

  // req: R4
  it('quotes the name of a model that has slashes', async () => {
    const [{ model, input, output }] = PRICES.prices;
    server.answer('PUT admin/prices/site%2Fmodel', PRICES.prices[0]);
    server.answer('DELETE admin/prices/site%2Fmodel', undefined, 204);
    await rest.changePrice({ model, input, output });
    await rest.deletePrice(model);
    expect(server.changes.map(call => call.body)).toEqual([
      '{"model":"site/model","input":"0.25","output":"2"}',
      undefined
    ]);
  });

  // req: R4
  it('sends a price sheet as CSV, as it is', async () => {
    server.answer('PUT admin/prices', { changed: 2 });
    await expect(rest.writePriceSheet('model,input,output\n')).resolves.toBe(2);
    expect(server.changes).toEqual([
      { method: 'PUT', path: 'admin/prices', body: 'model,input,output\n', type: 'text/csv' }
    ]);
  });

  // req: R13
  it('names the version that was seen when it changes settings', async () => {
    server.answer('PUT admin/settings', SETTINGS);
    await rest.changeSettings(4, { messages_on: false, messages_per_minute: null });
    expect(server.changes[0].body).toBe(
      '{"version":4,"values":{"messages_on":false,"messages_per_minute":null}}'
    );
  });

  // req: R7
  it('writes caps by owner or id, and the members of a group by its name', async () => {
    server.answer('POST usage/caps', CAPS.caps[0], 201);
    server.answer('PUT usage/caps/c1', CAPS.caps[0]);
    server.answer('PUT usage/groups/data%20101', {});
    const values = { cap_type: 'daily', requests: 5, tokens: null, cost_usd: null } as const;
    await rest.addCap({ user: 'ada', ...values });
    await rest.changeCap('c1', values);
    await rest.setMembers('data 101', ['ada']);
    expect(server.changes.map(call => JSON.parse(call.body ?? '') as unknown)).toEqual([
      { user: 'ada', ...values },
      values,
      { members: ['ada'] }
    ]);
  });
});
