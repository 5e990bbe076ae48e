import { readFileSync } from 'node:fs';
import { type KubernetesOptions, kubernetesJob } from 'duologue/corpus';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';

const manifest = {
  version: 1 as const,
  job: 'simulate',
  generator: 'duologue 0.1.0',
  seed: 's',
  shards: 1500,
  items: 54_000,
  parameters: {},
  parametersSha256: 'a'.repeat(64),
};

const base: KubernetesOptions = {
  manifest,
  run: 's3://bucket/telephone',
  shards: [3, 7, 8, 9],
  image: 'registry.example/duologue:0.1.0',
};

const label = z.string().regex(/^[a-z0-9A-Z]([-_.a-z0-9A-Z]{0,61}[a-z0-9A-Z])?$/);
const dnsName = z.string().regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/);
const labels = z.record(z.string(), label);
const quantity = z.string().regex(/^\d+(\.\d+)?(m|[kMGTPE]i?)?$/);
const environment = z.strictObject({ name: z.string(), value: z.string() });

/** What the API of Kubernetes 1.29 and newer says of these fields: batch/v1 Job, with its own rules for indexed ones. */
const jobSchema = z.strictObject({
  apiVersion: z.literal('batch/v1'),
  kind: z.literal('Job'),
  metadata: z.strictObject({ name: dnsName, namespace: dnsName.optional(), labels }),
  spec: z.strictObject({
    completionMode: z.literal('Indexed'),
    completions: z.int().positive().max(100_000),
    parallelism: z.int().positive().max(100_000),
    backoffLimitPerIndex: z.int().nonnegative(),
    ttlSecondsAfterFinished: z.int().nonnegative(),
    template: z.strictObject({
      metadata: z.strictObject({ labels }),
      spec: z.strictObject({
        // With a limit for each index, no other policy is allowed.
        restartPolicy: z.literal('Never'),
        containers: z
          .array(
            z.strictObject({
              name: dnsName,
              image: z.string(),
              command: z.array(z.string()),
              args: z.array(z.string()),
              resources: z.strictObject({
                requests: z.strictObject({ cpu: quantity, memory: quantity }),
                limits: z.strictObject({ memory: quantity }),
              }),
              env: z.array(environment).optional(),
              envFrom: z.array(z.strictObject({ secretRef: z.strictObject({ name: dnsName }) })).optional(),
              volumeMounts: z
                .array(z.strictObject({ name: dnsName, mountPath: z.string().startsWith('/') }))
                .optional(),
            }),
          )
          .length(1),
        volumes: z
          .array(
            z.strictObject({
              name: dnsName,
              persistentVolumeClaim: z.strictObject({ claimName: dnsName }),
            }),
          )
          .optional(),
      }),
    }),
  }),
});

function jobOf(options: Partial<KubernetesOptions> = {}) {
  return jobSchema.parse(parse(kubernetesJob({ ...base, ...options })));
}

test('one index for each missing shard, by its place in the list', () => {
  const { spec } = jobOf();
  expect([spec.completions, spec.parallelism, spec.backoffLimitPerIndex]).toEqual([4, 4, 2]);
  const [worker] = spec.template.spec.containers;
  expect(worker?.args).toEqual(['--run', 's3://bucket/telephone', '--shards', '3,7-9']);
});

test('the example is such a job', () => {
  const path = new URL('../../../examples/corpus/deploy/job.yaml', import.meta.url);
  expect(jobSchema.parse(parse(readFileSync(path, 'utf8'))).spec.completions).toBe(8);
});

test('everything that can be said', () => {
  const job = jobOf({
    run: '/data/telephone',
    namespace: 'speech',
    workers: 2,
    attempts: 1,
    cpu: '500m',
    memory: '1.5Gi',
    secret: 'keys',
    endpoint: 'http://minio.storage:9000',
    claim: 'corpora',
    module: '/opt/jobs.mjs',
  });
  const { template, parallelism, backoffLimitPerIndex } = job.spec;
  expect([job.metadata.namespace, parallelism, backoffLimitPerIndex]).toEqual(['speech', 2, 0]);
  const [worker] = template.spec.containers;
  expect(worker?.env).toEqual([{ name: 'AWS_ENDPOINT_URL', value: 'http://minio.storage:9000' }]);
  expect(worker?.volumeMounts).toEqual([{ name: 'corpus', mountPath: '/data/telephone' }]);
  expect(worker?.args.slice(-2)).toEqual(['--module', '/opt/jobs.mjs']);
});

test('a thousand pods at once are asked for by name only', () => {
  const shards = Array.from({ length: 1500 }, (_, shard) => shard);
  expect(jobOf({ shards }).spec.parallelism).toBe(100);
  expect(jobOf({ shards, workers: 1000 }).spec.parallelism).toBe(1000);
});

test('the same shards of the same run have the same name, others another', () => {
  const { name } = jobOf().metadata;
  expect(jobOf({ workers: 1 }).metadata.name).toBe(name);
  expect(jobOf({ shards: [1] }).metadata.name).not.toBe(name);
  expect(jobOf({ manifest: { ...manifest, seed: 't' } }).metadata.name).not.toBe(name);
});

test.each<[Partial<KubernetesOptions>, RegExp]>([
  [{ shards: [] }, /nothing to do/],
  [{ shards: Array.from({ length: 100_001 }, (_, shard) => shard) }, /too many for one Job/],
  [{ run: 'out/telephone' }, /is a directory: pods need a claim/],
  [{ namespace: 'Speech' }, /namespace: "Speech" is no name/],
  [{ secret: 'a b' }, /secret: "a b" is no name/],
  [{ memory: 'much' }, /memory: "much" is no quantity/],
  [{ cpu: '-1' }, /cpu: "-1" is no quantity/],
  [{ cpu: '2Gi' }, /cpu: "2Gi" is no quantity/],
  [{ memory: '0' }, /memory: "0" is no quantity/],
  [{ memory: '2gi' }, /memory: "2gi" is no quantity/],
  [{ image: '' }, /image: "" is no image/],
  [{ image: '--privileged' }, /is no image/],
  [{ namespace: 'two.parts' }, /namespace: "two.parts" is no name/],
  [{ namespace: 'n'.repeat(64) }, /at most 63/],
  [{ claim: 'a..b' }, /claim: "a..b" is no name/],
  [{ workers: 0 }, /workers: 0 is no whole number/],
  [{ workers: 1.5 }, /workers: 1.5 is no whole number/],
  [{ attempts: 0 }, /attempts: 0 is no whole number/],
  [{ endpoint: 'minio:9000' }, /endpoint: "minio:9000" is no address/],
  // Every other one is missing: as a list they are longer than a process may be told.
  [{ shards: Array.from({ length: 25_000 }, (_, shard) => 2 * shard) }, /too many for one Job/],
])('%o is refused', (options, message) => {
  expect(() => kubernetesJob({ ...base, ...options })).toThrow(message);
});
