import * as React from 'react';
import type { ChipKind } from '../models/context';
import { Banner } from './banner';
import { Chat } from './chat';
import { Header } from './header';
import { HistoryList } from './history_list';
import { Levels } from './levels';
import { ModuleBar } from './modules/module_bar';
import { Modules } from './modules/modules';
import { Privacy } from './privacy';
import { type IPanelServices, Services, useStore } from './services';

interface IPanelProps {
  readonly services: IPanelServices;
  readonly onSendChange: (send: Record<ChipKind, boolean>) => void;
}

/** The whole panel. */
export function Panel({ services, onSendChange }: IPanelProps): React.JSX.Element {
  const view = useStore(services.tutor.view);
  return (
    <Services.Provider value={services}>
      <Header />
      <Banner />
      {view === 'chat' && <ModuleBar />}
      {view === 'chat' && <Chat />}
      {view === 'modules' && <Modules />}
      {view === 'history' && <HistoryList />}
      {view === 'privacy' && <Privacy onChange={onSendChange} />}
      {view === 'levels' && <Levels />}
    </Services.Provider>
  );
}
