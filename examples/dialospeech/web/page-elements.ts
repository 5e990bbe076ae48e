/** What of the page the program touches. */
export type PageElements = {
  readonly status: HTMLElement;
  readonly error: HTMLElement;
  readonly form: HTMLFormElement;
  readonly script: HTMLTextAreaElement;
  readonly samples: readonly HTMLButtonElement[];
  readonly voices: readonly [HTMLSelectElement, HTMLSelectElement];
  readonly recording: HTMLInputElement;
  readonly speak: HTMLButtonElement;
  readonly stop: HTMLButtonElement;
  readonly save: HTMLAnchorElement;
  readonly said: HTMLElement;
  readonly picture: HTMLCanvasElement;
  readonly captions: HTMLOListElement;
};

export function findElements(): PageElements {
  return {
    status: find('status', HTMLElement),
    error: find('error', HTMLElement),
    form: find('form', HTMLFormElement),
    script: find('script', HTMLTextAreaElement),
    samples: [...document.querySelectorAll<HTMLButtonElement>('button[data-sample]')],
    voices: [find('voice-0', HTMLSelectElement), find('voice-1', HTMLSelectElement)],
    recording: find('recording', HTMLInputElement),
    speak: find('speak', HTMLButtonElement),
    stop: find('stop', HTMLButtonElement),
    save: find('save', HTMLAnchorElement),
    said: find('said', HTMLElement),
    picture: find('picture', HTMLCanvasElement),
    captions: find('captions', HTMLOListElement),
  };
}

/** Shows what is wrong; nothing where the message is empty. */
export function showError({ error }: PageElements, message: string): void {
  error.textContent = message;
  error.hidden = message === '';
}

function find<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const found = document.getElementById(id);
  if (found instanceof kind) return found;
  throw new Error(`The page has no ${kind.name} with the id ${id}.`);
}
