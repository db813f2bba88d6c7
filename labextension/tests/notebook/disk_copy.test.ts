import { Signal } from '@lumino/signaling';
import { DiskCopy, type IOpenDocument } from '../../src/notebook/disk_copy';

const EARLIER = '2026-11-20T10:00:00Z';
const LATER = '2026-11-20T10:00:01Z';

/** A document whose saves last until the test ends them, and the disk below it. */
class Desk implements IOpenDocument {
  readonly path = 'course/01-means.ipynb';
  readonly model = { dirty: true, readOnly: false };
  contentsModel = { last_modified: EARLIER };
  readonly saveState = new Signal<unknown, string>(this);
  onDisk = EARLIER;
  saves = 0;
  end: () => void = () => undefined;

  async save(): Promise<void> {
    this.saves += 1;
    this.saveState.emit('started');
    await new Promise<void>(resolve => {
      this.end = resolve;
    });
    this.model.dirty = false;
    this.onDisk = this.contentsModel.last_modified = LATER;
    this.saveState.emit('completed');
  }

  readonly contents = {
    get: jest.fn(() => Promise.resolve({ last_modified: this.onDisk } as never))
  };
}

// req: M2
describe('DiskCopy', () => {
  const settle = async (): Promise<void> => {
    for (let i = 0; i < 10; i++) {
      await Promise.resolve();
    }
  };

  it('writes what was changed, and once when it is asked twice', async () => {
    const desk = new Desk();
    const copy = new DiskCopy(desk, desk.contents);
    const both = [copy.store(), copy.store()];
    await settle();
    both.push(copy.store());
    desk.end();
    await Promise.all(both);
    expect(desk.saves).toBe(1);
    await copy.store();
    expect(desk.saves).toBe(1);
    desk.model.dirty = true;
    const again = copy.store();
    await settle();
    desk.end();
    await again;
    expect(desk.saves).toBe(2);
  });

  it('keeps away while the student’s own save is under way, also one that begins meanwhile', async () => {
    const desk = new Desk();
    const copy = new DiskCopy(desk, desk.contents);
    const own = desk.save();
    await copy.store();
    expect(desk.contents.get).not.toHaveBeenCalled();
    desk.end();
    await own;
    desk.model.dirty = true;
    const storing = copy.store();
    const other = desk.save();
    await storing;
    expect(desk.saves).toBe(2);
    desk.end();
    await other;
  });

  it('leaves alone what somebody else wrote, what is not there, and what must not be written', async () => {
    const desk = new Desk();
    const copy = new DiskCopy(desk, desk.contents);
    desk.onDisk = LATER;
    await copy.store();
    desk.contents.get.mockImplementationOnce(() => Promise.reject(new Error('gone')));
    await copy.store();
    desk.model.readOnly = true;
    await copy.store();
    expect(desk.saves).toBe(0);
  });
});
