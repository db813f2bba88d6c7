import { TextEncoder } from 'node:util';

/** What browsers have and jsdom has not, as far as the code under test touches it. */
class NoResizeObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}

Object.assign(globalThis, {
  TextEncoder,
  ResizeObserver: NoResizeObserver,
  DragEvent: class extends Event {},
  IS_REACT_ACT_ENVIRONMENT: true
});
window.matchMedia = () => ({ matches: false }) as MediaQueryList;
Element.prototype.scrollTo = () => undefined;
