import { createServer } from 'node:net';

import { z } from 'zod';

import { readJson, writeJson } from '../data-dir.js';

/** Below the range from which Linux gives ports to outgoing connections, so that none is lost to one of those. */
const LOWEST = 20_000;
const HIGHEST = 32_000;

export type Ports = Record<string, number>;

const portsSchema = z.record(z.string(), z.number().int().min(1).max(65_535));

interface PortSearch {
  isFree: (port: number) => Promise<boolean>;
  random: () => number;
}

/** A port for each name: the remembered one while nobody else has taken it, else a free one that is no other name's. */
export async function choosePorts(names: readonly string[], remembered: Ports, search: PortSearch): Promise<Ports> {
  const chosen: Ports = {};
  const others = Object.entries(remembered).filter(([name]) => !names.includes(name));
  const used = new Set(others.map(([, port]) => port));
  const usable = async (port: number): Promise<boolean> => !used.has(port) && (await search.isFree(port));
  for (const name of names) {
    let port = remembered[name];
    for (let attempt = 0; port === undefined || !(await usable(port)); attempt += 1) {
      if (attempt > 500) throw new Error('found no free port on 127.0.0.1');
      port = LOWEST + Math.floor(search.random() * (HIGHEST - LOWEST));
    }
    used.add(port);
    chosen[name] = port;
  }
  return chosen;
}

/** Chooses and remembers; ports of parts that don't run this time keep their place in the file. */
export async function allotPorts(file: string, names: readonly string[]): Promise<Ports> {
  const parsed = portsSchema.safeParse(readJson(file));
  const remembered = parsed.success ? parsed.data : {};
  const chosen = await choosePorts(names, remembered, {
    isFree: (port) => canListen('127.0.0.1', port),
    random: Math.random,
  });
  writeJson(file, { ...remembered, ...chosen });
  return chosen;
}

export async function canListen(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
