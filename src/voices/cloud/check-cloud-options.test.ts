import { expect, test } from 'vitest';
import { checkCloudOptions } from './check-cloud-options.ts';

const service = { name: 'fake', title: 'Fake', baseURL: 'https://fake.test' };

test.each([
  'http://localhost:8880/v1',
  'http://speech/v1',
  'http://studio.local/v1',
  'http://127.0.0.1/v1',
  'http://10.1.2.3/v1',
  'http://192.168.0.7/v1',
  'http://172.20.0.1/v1',
  'http://[::1]/v1',
  'https://anywhere.example/v1',
])('a key from the environment may go to %s', (baseURL) => {
  expect(checkCloudOptions(service, { baseURL })).toMatchObject({ baseURL });
});

test.each([
  'http://anywhere.example/v1',
  'http://10.example.com/v1',
  'http://192.168.example.com/v1',
  'http://172.15.0.1/v1',
  'http://[2001:db8::1]/v1',
])('it may not go to %s; a key that is given may', (baseURL) => {
  expect(() => checkCloudOptions(service, { baseURL })).toThrow('https only; give apiKey');
  expect(checkCloudOptions(service, { baseURL, apiKey: 'meant' })).toMatchObject({ baseURL });
});
