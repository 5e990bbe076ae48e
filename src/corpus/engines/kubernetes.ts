import { stringify } from 'yaml';
import { CorpusError } from '../corpus-error.ts';
import { type RunManifest, runHash, sha256Of } from '../run/run-manifest.ts';
import { printShards } from '../run/shard-list.ts';
import { placeOf } from './place-of.ts';

export type KubernetesOptions = {
  readonly manifest: RunManifest;
  /** The store's name; the run has begun there. A directory needs `claim`, and lies at its path in every pod. */
  readonly run: string;
  /** Those that are to be made, as `missingShards` gives them. */
  readonly shards: readonly number[];
  /** With `duologue` of the version that began the run. */
  readonly image: string;
  /** Default: that of whoever applies it. */
  readonly namespace?: string | undefined;
  /** Pods at once. Default: one for each shard, up to 100. */
  readonly workers?: number | undefined;
  /** How often a shard is tried in all. Default 3. */
  readonly attempts?: number;
  /** Cores of a pod. Default `1`. */
  readonly cpu?: string | undefined;
  /** Of a pod. Default `2Gi`. */
  readonly memory?: string | undefined;
  /** A Secret whose entries become environment variables: `AWS_ACCESS_KEY_ID`, keys of services. Default: none. */
  readonly secret?: string | undefined;
  /** `AWS_ENDPOINT_URL` of the pods, for a server of your own. Default: none. */
  readonly endpoint?: string | undefined;
  /** A PersistentVolumeClaim that many pods may write (ReadWriteMany), where the run lies in a directory. */
  readonly claim?: string | undefined;
  /** As of `openJob`: its path in the image. */
  readonly module?: string | undefined;
};

/** What a Job of Kubernetes takes; beyond it are several. */
const mostCompletions = 100_000;
/** Characters that Linux takes as one argument, with some to spare. */
const longestArgument = 120_000;
/** RFC 1123. */
const dnsLabel = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * An Indexed Job of Kubernetes (1.29 or newer), as YAML: the pod of index i makes shard i of the list. A shard that
 * fails is tried again alone, without ending the others.
 */
export function kubernetesJob(options: KubernetesOptions): string {
  checkOptions(options);
  const { shards, namespace, workers, attempts = 3 } = options;
  // A Job cannot be changed, so one that makes what another has left has a name of its own.
  const part = sha256Of(printShards(shards)).slice(0, 6);
  const name = `duologue-${runHash(options.manifest)}-${part}`;
  const labels = { 'app.kubernetes.io/name': 'duologue-corpus', 'app.kubernetes.io/instance': name };
  const job = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, ...(namespace === undefined ? {} : { namespace }), labels },
    spec: {
      completionMode: 'Indexed',
      completions: shards.length,
      parallelism: Math.min(shards.length, workers ?? 100),
      backoffLimitPerIndex: attempts - 1,
      ttlSecondsAfterFinished: 86_400,
      template: { metadata: { labels }, spec: podOf(options) },
    },
  };
  return stringify(job, { aliasDuplicateObjects: false });
}

function podOf(options: KubernetesOptions) {
  const { image, run, shards, module, cpu = '1', memory = '2Gi', secret, endpoint, claim } = options;
  const place = placeOf(run);
  const environment = endpoint === undefined ? [] : [{ name: 'AWS_ENDPOINT_URL', value: endpoint }];
  return {
    restartPolicy: 'Never',
    containers: [
      {
        name: 'worker',
        image,
        command: ['duologue', 'corpus', 'work'],
        args: [
          '--run',
          place,
          '--shards',
          printShards(shards),
          ...(module === undefined ? [] : ['--module', module]),
        ],
        resources: { requests: { cpu, memory }, limits: { memory } },
        ...(environment.length === 0 ? {} : { env: environment }),
        ...(secret === undefined ? {} : { envFrom: [{ secretRef: { name: secret } }] }),
        ...(claim === undefined ? {} : { volumeMounts: [{ name: 'corpus', mountPath: place }] }),
      },
    ],
    ...(claim === undefined
      ? {}
      : { volumes: [{ name: 'corpus', persistentVolumeClaim: { claimName: claim } }] }),
  };
}

function checkOptions(options: KubernetesOptions): void {
  const { run, shards, image, claim, workers, attempts, endpoint } = options;
  if (shards.length === 0) fail('No shard is missing: there is nothing to do.', 'shards');
  if (shards.length > mostCompletions || printShards(shards).length > longestArgument) {
    fail(`${shards.length} shards are too many for one Job: make larger ones.`, 'shards');
  }
  if (!run.includes('://') && claim === undefined) {
    fail(`${run} is a directory: pods need a claim to reach it, or use s3://bucket/prefix.`, 'claim');
  }
  checkNames(options);
  for (const [field, count] of Object.entries({ workers, attempts })) {
    if (count === undefined || (Number.isInteger(count) && count >= 1 && count <= mostCompletions)) continue;
    fail(`${field}: ${count} is no whole number from 1 to ${mostCompletions}.`, field);
  }
  if (endpoint !== undefined && !/^https?:\/\/[^\s/]+/.test(endpoint)) {
    fail(`endpoint: ${JSON.stringify(endpoint)} is no address: write http://host:port.`, 'endpoint');
  }
  if (!/^[a-z0-9][^\s]*$/i.test(image)) fail(`image: ${JSON.stringify(image)} is no image.`, 'image');
}

function checkNames({ namespace, secret, claim, cpu, memory }: KubernetesOptions): void {
  if (namespace !== undefined && !dnsLabel.test(namespace)) {
    fail(
      `namespace: ${JSON.stringify(namespace)} is no name of one: small letters, digits and -, at most 63.`,
      'namespace',
    );
  }
  for (const [field, name] of Object.entries({ secret, claim })) {
    if (name === undefined || (name.length <= 253 && name.split('.').every((part) => dnsLabel.test(part)))) {
      continue;
    }
    fail(`${field}: ${JSON.stringify(name)} is no name in Kubernetes: small letters, digits and -.`, field);
  }
  for (const [field, quantity] of Object.entries({ cpu, memory })) {
    if (quantity === undefined) continue;
    const held = field === 'cpu' ? /^\d+(\.\d{1,3})?$|^\d+m$/ : /^\d+(\.\d+)?([kMGTPE]|[KMGTPE]i)?$/;
    if (held.test(quantity) && Number.parseFloat(quantity) > 0) continue;
    fail(`${field}: ${JSON.stringify(quantity)} is no quantity: write 500m, 2 or 4Gi.`, field);
  }
}

function fail(message: string, field: string): never {
  throw new CorpusError(message, { field });
}
