import type { IRules } from '../../client/module_types';

/** Why the tutor says nothing: an exam that ends at a time, in milliseconds since 1970, or a switch. */
export type Silence = { readonly by: 'exam'; readonly until: number } | { readonly by: 'switch' };

/** Whether the course staff has silenced the tutor now, in any of these places; an exam before a switch. */
export function silenceIn(places: readonly IRules[], now: number): Silence | null {
  const ends = places.flatMap(({ exam }) =>
    exam && Date.parse(exam.from) <= now && now < Date.parse(exam.until)
      ? [Date.parse(exam.until)]
      : []
  );
  if (ends.length > 0) {
    return { by: 'exam', until: Math.max(...ends) };
  }
  return places.some(({ policy }) => policy.tutor === 'off') ? { by: 'switch' } : null;
}
