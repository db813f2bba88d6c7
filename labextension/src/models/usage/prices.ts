import type { AdminRest } from '../../client/admin';
import type { IPriceList, IPriceValues, PriceOrder } from '../../client/usage_types';
import { Loader } from './loader';

export const EMPTY_PRICE: IPriceValues = { model: '', input: '', cached_input: '', output: '' };

/** The faults of a refused price sheet, one by one: the server says that nothing was changed, and names every line. */
export function faultsIn(detail: string): string[] {
  const faults = detail.replace(/^Nothing was changed\.\s*/, '');
  return faults.split(/;\s+/).filter(Boolean);
}

/** What a form says; cached input may be left out. */
export function orderOf({ model, input, cached_input, output }: IPriceValues): PriceOrder {
  const cached = cached_input.trim();
  return {
    model: model.trim(),
    input: input.trim(),
    output: output.trim(),
    ...(cached && { cached_input: cached })
  };
}

/** The site's own prices, and what the models in use cost. */
export class PriceBook {
  readonly list: Loader<IPriceList>;

  constructor(private readonly rest: AdminRest) {
    this.list = new Loader(() => rest.prices());
  }

  async save(form: IPriceValues, isNew: boolean): Promise<void> {
    await (isNew ? this.rest.addPrice(orderOf(form)) : this.rest.changePrice(orderOf(form)));
    await this.list.refresh();
  }

  async remove(model: string): Promise<void> {
    await this.rest.deletePrice(model);
    await this.list.refresh();
  }

  sheet(): Promise<Blob> {
    return this.rest.priceSheet();
  }

  /** Write every price of a CSV file, all or none; returned is how many changed. */
  async writeSheet(content: string): Promise<number> {
    const changed = await this.rest.writePriceSheet(content);
    await this.list.refresh();
    return changed;
  }
}
