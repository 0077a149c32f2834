import { Checkbox, Choice, Combobox, SearchField, Select, Switch, TextField } from '@parley/ui';
import { useState } from 'react';
import { Part, State } from './part';
import { LEVELS, PEOPLE, TEXT, ZONES } from './samples';

export function Fields() {
  return (
    <>
      <TextFields />
      <Searching />
      <Selects />
      <Switches />
      <Choices />
    </>
  );
}

function TextFields() {
  return (
    <Part name="TextField">
      <TextField label="Name" placeholder="Ada Byron" hint="As your colleagues know you." />
      <TextField label="名字" defaultValue={TEXT.chinese} />
      <TextField label="Password" defaultValue="short" error="Take at least 10 characters." />
      <TextField label="Organisation" defaultValue={TEXT.unbroken} disabled />
    </Part>
  );
}

function Searching() {
  const [query, setQuery] = useState('Featherstonehaugh');
  const [none, setNone] = useState('');
  const [who, setWho] = useState('');
  const [failing, setFailing] = useState('');
  const [chosen, setChosen] = useState('nobody yet');
  const found = PEOPLE.filter(({ name }) => name.toLocaleLowerCase().includes(who.toLocaleLowerCase()));
  return (
    <Part name="SearchField, Combobox">
      <SearchField label="Find a member" clearLabel="Clear" value={none} onChange={setNone} />
      <SearchField label="Find a chat" clearLabel="清空" value={query} onChange={setQuery} />
      <State name={`Chosen: ${chosen}`}>
        <Combobox
          label="Find a person"
          query={who}
          onQuery={setWho}
          items={found}
          keyOf={(person) => person.id}
          nameOf={(person) => person.name}
          onChoose={(person) => setChosen(person.name)}
          told={found.length === 0 ? `Nobody is called “${who}”.` : undefined}
        />
      </State>
      <State name="while it is looked for, or can't be">
        <Combobox
          label="Find a channel"
          query={failing}
          onQuery={setFailing}
          items={null}
          keyOf={String}
          nameOf={String}
          onChoose={setChosen}
          told="The server can’t be reached. Try again in a moment."
        />
      </State>
    </Part>
  );
}

function Selects() {
  const [zone, setZone] = useState<(typeof ZONES)[number]['value']>('Asia/Shanghai');
  return (
    <Part name="Select">
      <Select label="Time zone" value={zone} options={ZONES} onChange={setZone} />
      <Select inline label="Clear after" value={zone} options={ZONES} onChange={setZone} />
      <Select label="Decided by your organisation" value={zone} options={ZONES} onChange={setZone} disabled />
    </Part>
  );
}

function Switches() {
  const [on, setOn] = useState(true);
  return (
    <Part name="Switch, Checkbox">
      <Switch label="Read receipts" checked={on} onChange={setOn} hint="Others see what you have read." />
      <Switch label="免打扰时段" checked={!on} onChange={(next) => setOn(!next)} />
      <Switch label={TEXT.long} checked onChange={setOn} disabled hint="Decided by your organisation." />
      <Switch label="Off and decided" checked={false} onChange={setOn} disabled />
      <div>
        <Checkbox label="Delete it for everybody" checked={on} onChange={setOn} />
        <Checkbox label="全选" checked={false} mixed onChange={setOn} />
        <Checkbox label={TEXT.long} checked={!on} onChange={(next) => setOn(!next)} />
        <Checkbox label="Decided" checked onChange={setOn} disabled />
        <Checkbox label="Not decided" checked={false} onChange={setOn} disabled />
      </div>
    </Part>
  );
}

function Choices() {
  const [level, setLevel] = useState<(typeof LEVELS)[number]['value']>('all');
  return (
    <Part name="Choice">
      <Choice label="Notifications" value={level} options={LEVELS} onChange={setLevel} hint="For this chat alone." />
      <Choice label="Decided by your organisation" value={level} options={LEVELS} onChange={setLevel} disabled />
    </Part>
  );
}
