import { FOOT_OF_THE_LADDER, ladderSteps } from '../../src/models/ladder';

const states = (
  level: number,
  maxLevel: number,
  waiting: string | null,
  effort = false
): string[] => ladderSteps({ level, maxLevel, waiting }, effort).map(step => step.state);

describe('ladderSteps', () => {
  it('shows five steps ahead before the first hint', () => {
    expect(ladderSteps(FOOT_OF_THE_LADDER, false).map(s => s.state)).toEqual(
      Array(5).fill('ahead')
    );
  });

  it('shows the given steps, the current one, and the next', () => {
    expect(states(2, 5, null)).toEqual(['given', 'current', 'open', 'ahead', 'ahead']);
  });

  it('shows the next step waiting until effort was shown', () => {
    expect(states(2, 5, 'run the cell')[2]).toBe('waiting');
    expect(states(2, 5, 'run the cell', true)[2]).toBe('open');
  });

  it('locks what the course does not allow, even when it would be next', () => {
    expect(states(3, 3, 'run the cell', true)).toEqual([
      'given',
      'given',
      'current',
      'locked',
      'locked'
    ]);
  });
});
