import { amount, nextOrder, sorted } from '../../../src/models/usage/table';

describe('sorted', () => {
  it('orders numbers by size, names as people do, and leaves what is alike as it was', () => {
    const rows = [
      { name: 'student10', cost: '9' },
      { name: 'Student2', cost: '10' },
      { name: 'student1', cost: '9' }
    ];
    const names = (by: 'name' | 'cost', descending: boolean): string[] =>
      sorted(rows, row => (by === 'name' ? row.name : amount(row.cost)), descending, 'en').map(
        row => row.name
      );
    expect(names('name', false)).toEqual(['student1', 'Student2', 'student10']);
    expect(names('cost', true)).toEqual(['Student2', 'student10', 'student1']);
    expect(names('cost', false)).toEqual(['student10', 'student1', 'Student2']);
  });

  it('puts what has no amount below everything', () => {
    expect(sorted([null, '0', '2'], amount, true, 'en')).toEqual(['2', '0', null]);
  });
});

describe('nextOrder', () => {
  it('begins numbers with the largest and names with the first, and turns round', () => {
    const start = { by: 'cost', descending: true };
    expect(nextOrder(start, 'name', false)).toEqual({ by: 'name', descending: false });
    expect(nextOrder(start, 'requests', true)).toEqual({ by: 'requests', descending: true });
    expect(nextOrder(start, 'cost', true)).toEqual({ by: 'cost', descending: false });
  });
});
