import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type NginxOptions, type NginxProcess, startNginx } from './nginx-process.ts';
import { freePorts, type NodeOptions, type NodeProcess, startNode } from './node-process.ts';

/** Several nodes behind nginx, all with the same settings. */
export interface Cluster extends AsyncDisposable {
  /** `ws://127.0.0.1:PORT/v1/realtime`, of nginx. */
  readonly url: string;
  readonly origin: string;
  readonly nginx: NginxProcess;
  /** As they run now. */
  readonly nodes: readonly NodeProcess[];
  readonly folder: string;
  /** A new process in the place of one that has ended. */
  restart(place: number): Promise<void>;
  /** Where a session runs or ran. */
  placeOf(session: string): Promise<number>;
}

export type ClusterOptions = {
  readonly nodes: number;
  /** Settings of every node; JSON is YAML. */
  readonly settings: object;
  /** Beside the settings, by name. */
  readonly files?: Readonly<Record<string, string>>;
  readonly words?: readonly string[];
  readonly environment?: NodeOptions['environment'];
  readonly change?: NginxOptions['change'];
};

export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const { nodes: count, settings, files = {}, words, environment, change } = options;
  const folder = mkdtempSync(join(tmpdir(), 'duologue-cluster-'));
  const config = join(folder, 'server.yaml');
  writeFileSync(config, JSON.stringify({ proxies: ['127.0.0.1'], ...settings }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const [entry = 0, ...ports] = await freePorts(count + 1);
  const open = (port: number): Promise<NodeProcess> =>
    startNode({
      port,
      config,
      ...(words === undefined ? {} : { words }),
      ...(environment === undefined ? {} : { environment }),
    });
  const nodes = await Promise.all(ports.map(open));
  const known: NodeProcess[][] = nodes.map((node) => [node]);
  const closeNodes = async (): Promise<void> => {
    await Promise.all(known.flat().map((node) => node[Symbol.asyncDispose]()));
    rmSync(folder, { recursive: true, force: true });
  };
  const nginx = await startNginx({
    port: entry,
    nodes: ports,
    ...(change === undefined ? {} : { change }),
  }).catch(async (error: unknown) => {
    await closeNodes();
    throw error;
  });
  return {
    url: `ws://127.0.0.1:${entry}/v1/realtime`,
    origin: `http://127.0.0.1:${entry}`,
    nginx,
    nodes,
    folder,
    async restart(place) {
      const port = ports[place];
      if (port === undefined || nodes[place]?.running !== false) throw new Error(`Node ${place} runs.`);
      const node = await open(port);
      nodes[place] = node;
      known[place]?.push(node);
    },
    async placeOf(session) {
      // A log comes by a pipe, a moment after what it tells of.
      for (let tries = 0; tries < 100; tries++) {
        const place = known.findIndex((ran) => ran.some((node) => node.sessions().includes(session)));
        if (place >= 0) return place;
        await pause(20);
      }
      throw new Error(`No node has logged the session '${session}'.`);
    },
    async [Symbol.asyncDispose]() {
      await nginx[Symbol.asyncDispose]();
      await closeNodes();
    },
  };
}
