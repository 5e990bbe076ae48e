/** Both tracks, above one another, on one clock. What it shows is told in words by the captions. */
export interface TracksPicture {
  add(tracks: readonly Float32Array[]): void;
  /** @param position Seconds that have been heard. */
  draw(position: number): void;
}

/** Seconds that a column of the picture stands for, and that are shown at least. */
const column = 0.04;
const leastShown = 12;

export function createTracksPicture(canvas: HTMLCanvasElement, sampleRate: number): TracksPicture {
  const peaks: number[][] = [[], []];
  const frames = Math.round(column * sampleRate);
  const context = canvas.getContext('2d');
  return {
    add(tracks) {
      for (const [track, samples] of tracks.entries()) {
        for (let from = 0; from < samples.length; from += frames) {
          let peak = 0;
          for (const sample of samples.subarray(from, from + frames)) peak = Math.max(peak, Math.abs(sample));
          peaks[track]?.push(peak);
        }
      }
    },
    draw(position) {
      if (context === null) return;
      const ratio = window.devicePixelRatio;
      const [width, height] = [canvas.clientWidth * ratio, canvas.clientHeight * ratio];
      if (canvas.width !== width || canvas.height !== height) [canvas.width, canvas.height] = [width, height];
      context.clearRect(0, 0, width, height);
      const colours = getComputedStyle(canvas);
      const shown = Math.max(leastShown / column, peaks[0]?.length ?? 0);
      for (const [track, own] of peaks.entries()) {
        const middle = height * (track === 0 ? 0.27 : 0.73);
        context.fillStyle = colours.getPropertyValue('--line');
        context.fillRect(0, middle - ratio / 2, width, ratio);
        context.fillStyle = colours.getPropertyValue(track === 0 ? '--user' : '--agent');
        for (const [index, peak] of own.entries()) {
          const half = Math.min(1, peak * 1.5) * height * 0.22;
          if (half > 0)
            context.fillRect(
              (index / shown) * width,
              middle - half,
              Math.max(ratio, width / shown - 1),
              2 * half,
            );
        }
      }
      context.fillStyle = colours.getPropertyValue('--ink');
      context.fillRect((position / column / shown) * width, 0, ratio, height);
    },
  };
}
