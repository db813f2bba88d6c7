import * as React from 'react';
import { faultsIn } from '../../models/usage/prices';
import { useAction } from './action';
import { useUsage } from './services';
import { Failure, Notice } from './status';

/** Many prices at once: as a file to take along, and from one. */
export function PriceSheet(): React.JSX.Element {
  const { page, trans, save } = useUsage();
  const [changed, setChanged] = React.useState<number | null>(null);
  const upload = useAction();
  const download = useAction();
  const input = React.useRef<HTMLInputElement>(null);
  const read = async (file: File | undefined): Promise<void> => {
    setChanged(null);
    if (file) {
      await upload.run(async () => setChanged(await page.prices.writeSheet(await file.text())));
    }
  };
  return (
    <>
      <div className="tutor-usage-buttons">
        <button
          type="button"
          className="tutor-button"
          disabled={upload.busy}
          onClick={() => input.current?.click()}
        >
          {trans.__('Upload CSV')}
        </button>
        <input
          ref={input}
          type="file"
          accept=".csv,text/csv"
          hidden
          aria-label={trans.__('CSV file with prices')}
          onChange={event => {
            const { target } = event;
            void read(target.files?.[0]).then(() => {
              // The same file, mended, can be chosen again.
              target.value = '';
            });
          }}
        />
        <button
          type="button"
          className="tutor-button"
          disabled={download.busy}
          onClick={() =>
            void download.run(async () => save(await page.prices.sheet(), 'tutor-prices.csv'))
          }
        >
          {trans.__('Download CSV')}
        </button>
      </div>
      {download.failure && <Failure error={download.failure} />}
      {changed !== null && (
        <Notice>
          <p>{trans._n('%1 price was written.', '%1 prices were written.', changed)}</p>
        </Notice>
      )}
      {upload.failure?.code === 'VALIDATION' ? (
        <div className="tutor-usage-note tutor-usage-note-problem" role="alert">
          <p>{trans.__('The file was refused, and nothing was changed:')}</p>
          <ul>
            {faultsIn(upload.failure.message).map((fault, i) => (
              <li key={i} dir="auto">
                {fault}
              </li>
            ))}
          </ul>
        </div>
      ) : (
        upload.failure && <Failure error={upload.failure} />
      )}
    </>
  );
}
