/**
 * Messages and timers that wait have their turn. A promise that is kept at once gives them none, and a timer of
 * nothing would wait 4 ms in a browser.
 */
export function letOthersRun(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    const onMessage = (): void => {
      port1.close();
      resolve();
    };
    port1.addEventListener('message', onMessage, { once: true });
    port1.start();
    port2.postMessage(undefined);
  });
}
