import { type ISignal, Signal } from '@lumino/signaling';

/** A value that says when it changes. */
export interface IReadable<T> {
  readonly value: T;
  readonly changed: ISignal<IReadable<T>, T>;
}

/** A value that components read and models write. */
export class Store<T> implements IReadable<T> {
  constructor(private _value: T) {}

  get value(): T {
    return this._value;
  }

  get changed(): ISignal<this, T> {
    return this._changed;
  }

  set(value: T): void {
    if (!Object.is(value, this._value)) {
      this._value = value;
      this._changed.emit(value);
    }
  }

  private _changed = new Signal<this, T>(this);
}
