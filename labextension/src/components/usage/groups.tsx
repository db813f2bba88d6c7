import * as React from 'react';
import { namesIn } from '../../models/usage/caps';
import { useAction } from './action';
import { Field } from './field';
import { useUsage } from './services';
import { Empty, Failure } from './status';

interface IGroupsProps {
  readonly groups: Readonly<Record<string, readonly string[]>>;
}

/** Who is in which group. */
export function Groups({ groups }: IGroupsProps): React.JSX.Element {
  const { trans } = useUsage();
  const [isAdding, setAdding] = React.useState(false);
  const names = Object.keys(groups).sort();
  return (
    <>
      <div className="tutor-usage-bar">
        <h3>{trans.__('Groups')}</h3>
        <button type="button" className="tutor-button" onClick={() => setAdding(true)}>
          {trans.__('New group')}
        </button>
      </div>
      {isAdding && <GroupForm name={null} members={[]} onClose={() => setAdding(false)} />}
      {names.length === 0 && !isAdding && (
        <Empty>{trans.__('None yet. The students of a group share the caps of the group.')}</Empty>
      )}
      {names.map(name => (
        <Group key={name} name={name} members={groups[name]} />
      ))}
    </>
  );
}

function Group({ name, members }: { name: string; members: readonly string[] }): React.JSX.Element {
  const { trans } = useUsage();
  const [isOpen, setOpen] = React.useState(false);
  if (isOpen) {
    return <GroupForm name={name} members={members} onClose={() => setOpen(false)} />;
  }
  return (
    <div className="tutor-usage-group">
      <span>
        <strong dir="auto">{name}</strong>{' '}
        <span className="tutor-usage-quiet" dir="auto">
          {members.join(', ')}
        </span>
      </span>
      <button
        type="button"
        className="tutor-link"
        aria-label={trans.__('Change group %1', name)}
        onClick={() => setOpen(true)}
      >
        {trans.__('Change')}
      </button>
    </div>
  );
}

interface IGroupFormProps {
  /** Null for a new group. */
  readonly name: string | null;
  readonly members: readonly string[];
  readonly onClose: () => void;
}

function GroupForm({ name, members, onClose }: IGroupFormProps): React.JSX.Element {
  const { page, trans, confirm } = useUsage();
  const [group, setGroup] = React.useState(name ?? '');
  const [text, setText] = React.useState(members.join('\n'));
  const saving = useAction();
  const wanted = namesIn(text);
  const submit = async (event: React.FormEvent): Promise<void> => {
    event.preventDefault();
    const isRemoval = wanted.length === 0;
    const title = trans.__('Remove group %1?', group);
    const body = trans.__('Nobody is left in it: the group and its caps are no longer in force.');
    if (isRemoval && !(await confirm(title, body, trans.__('Remove')))) {
      return;
    }
    if (await saving.run(() => page.caps.setMembers(group.trim(), wanted))) {
      onClose();
    }
  };
  return (
    <form
      className="tutor-usage-form"
      aria-label={name ? trans.__('Change group %1', name) : trans.__('New group')}
      onSubmit={event => void submit(event)}
    >
      {name === null ? (
        <Field label={trans.__('Name of the group')} value={group} required onChange={setGroup} />
      ) : (
        <h4 dir="auto">{name}</h4>
      )}
      <label className="tutor-usage-field">
        <span>{trans.__('Students, one in a line')}</span>
        <textarea rows={4} value={text} onChange={event => setText(event.target.value)} />
      </label>
      {saving.failure && <Failure error={saving.failure} />}
      <div className="tutor-usage-buttons">
        <button
          type="submit"
          className="tutor-button tutor-usage-main"
          disabled={saving.busy || !group.trim() || (name === null && wanted.length === 0)}
        >
          {trans.__('Save')}
        </button>
        <button type="button" className="tutor-button" onClick={onClose}>
          {trans.__('Cancel')}
        </button>
      </div>
    </form>
  );
}
