import { shelves, stillToDo } from '../../../src/models/modules/catalogue';
import { LIST, NEXT_ROW, NO_RULES, ROW } from '../../module_facts';

// req: M1
describe('the list of modules', () => {
  it('goes by course, what belongs to none comes last, empty courses are left out', () => {
    const alone = { ...ROW, id: 'm9', slug: 'alone', course: null };
    const courses = [...LIST.courses, { ...NO_RULES, id: 'c2', slug: 'empty', title: 'Empty' }];
    const found = shelves({ courses, modules: [alone, ...LIST.modules] });
    expect(found.map(shelf => shelf.course?.title ?? null)).toEqual(['Scientific computing', null]);
    expect(found.map(shelf => shelf.modules.map(row => row.id))).toEqual([['m1', 'm2'], ['m9']]);
  });

  it('names what is still to be done first, until it is done', () => {
    expect(stillToDo(NEXT_ROW, LIST)).toEqual(['NumPy basics']);
    const done = { ...ROW, status: 'completed' } as const;
    expect(stillToDo(NEXT_ROW, { ...LIST, modules: [done, NEXT_ROW] })).toEqual([]);
  });

  it('asks for nothing that is not published', () => {
    expect(stillToDo({ ...ROW, requires: ['gone'] }, LIST)).toEqual([]);
  });
});
